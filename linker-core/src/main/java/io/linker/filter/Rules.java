package io.linker.filter;

import io.linker.filter.EventFilter.Verdict;
import org.jspecify.annotations.Nullable;

/** The kinds of filter there are. Their texts are parenthesised where needed, so that different filters differ in text. */
final class Rules {
    private Rules() {}

    record Everything() implements EventFilter {
        @Override
        public Verdict judge(String lane, @Nullable String type) {
            return Verdict.YES;
        }

        @Override
        public String toString() {
            return "everything";
        }
    }

    record Streams(NamePattern pattern) implements EventFilter {
        @Override
        public Verdict judge(String lane, @Nullable String type) {
            return Verdict.of(pattern.matches(lane));
        }

        @Override
        public String toString() {
            return "streams " + pattern;
        }
    }

    record Types(NamePattern pattern) implements EventFilter {
        @Override
        public Verdict judge(String lane, @Nullable String type) {
            return type == null ? Verdict.PERHAPS : Verdict.of(pattern.matches(type));
        }

        @Override
        public String toString() {
            return "types " + pattern;
        }
    }

    record Both(EventFilter first, EventFilter second) implements EventFilter {
        @Override
        public Verdict judge(String lane, @Nullable String type) {
            return first.judge(lane, type).and(second.judge(lane, type));
        }

        @Override
        public String toString() {
            return "(" + first + ") and (" + second + ")";
        }
    }

    record Either(EventFilter first, EventFilter second) implements EventFilter {
        @Override
        public Verdict judge(String lane, @Nullable String type) {
            return first.judge(lane, type).or(second.judge(lane, type));
        }

        @Override
        public String toString() {
            return "(" + first + ") or (" + second + ")";
        }
    }

    record Not(EventFilter filter) implements EventFilter {
        @Override
        public Verdict judge(String lane, @Nullable String type) {
            return filter.judge(lane, type).not();
        }

        @Override
        public String toString() {
            return "not (" + filter + ")";
        }
    }
}
