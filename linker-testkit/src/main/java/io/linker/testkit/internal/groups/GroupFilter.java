package io.linker.testkit.internal.groups;

import io.linker.testkit.internal.log.LogRecord;
import io.linker.testkit.internal.streams.EventFilter;
import java.util.List;
import java.util.function.Predicate;

/**
 * Which events of {@code $all} a group is about.
 *
 * @param byType   whether it looks at event types, and not at stream names
 * @param regex    to be found anywhere; empty if there are prefixes instead
 * @param prefixes any of which may match; without any nothing passes
 */
record GroupFilter(boolean byType, String regex, List<String> prefixes) {

    /**
     * The filter as a question about an event.
     *
     * @throws IllegalArgumentException if the expression is malformed
     */
    Predicate<LogRecord> predicate() {
        return EventFilter.of(byType, regex, prefixes);
    }
}
