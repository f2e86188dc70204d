package io.linker.filter;

import io.linker.event.RecordedEvent;
import io.linker.event.ServerFilter;
import io.linker.event.ServerFilter.What;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns a filter into one expression for the server that lets through at least what the filter accepts.
 *
 * <p>The server searches with a .NET regular expression. Only what .NET and Java read alike is generated: {@code ^},
 * {@code \z} (in .NET {@code $} matches before a final line feed), groups, alternatives, a negative look-ahead,
 * {@code [\s\S]*} (a dot stops at line ends, at different ones in the two) and escaped literals.
 */
final class PushDown {
    /** User streams and their metadata streams: what every link is limited to. */
    private static final String USER_STREAM = "^(?:\\$\\$)?(?!\\$|linker-)";

    /** Longer ones cost the server more for each event than they save. */
    private static final int LONGEST_REGEX = 8192;

    private static final int MOST_STARS = 2;
    private static final String ANYTHING = "[\\s\\S]*";
    private static final String END = ServerFilter.END;

    private PushDown() {}

    static ServerFilter of(EventFilter filter) {
        var everything = new ServerFilter(What.STREAM, USER_STREAM);
        List<NamePattern> streams = cover(filter, What.STREAM);
        if (streams != null) {
            String regex = USER_STREAM + alternatives(streams);
            return regex.length() <= LONGEST_REGEX ? new ServerFilter(What.STREAM, regex) : everything;
        }
        List<NamePattern> types = cover(filter, What.TYPE);
        if (types == null) {
            return everything;
        }
        var widened = new ArrayList<>(types);
        widened.add(NamePattern.exact(RecordedEvent.METADATA_TYPE, RecordedEvent.TOMBSTONE_TYPE));
        String regex = "^" + alternatives(widened);
        return regex.length() <= LONGEST_REGEX ? new ServerFilter(What.TYPE, regex) : everything;
    }

    /** Patterns of which at least one matches the name of everything the filter accepts; null if none can be given. */
    private static @Nullable List<NamePattern> cover(EventFilter filter, What what) {
        if (filter instanceof Rules.Streams rule) {
            return what == What.STREAM && isPushable(rule.pattern()) ? List.of(rule.pattern()) : null;
        }
        if (filter instanceof Rules.Types rule) {
            return what == What.TYPE && isPushable(rule.pattern()) ? List.of(rule.pattern()) : null;
        }
        if (filter instanceof Rules.Both both) {
            List<NamePattern> first = cover(both.first(), what);
            return first != null ? first : cover(both.second(), what);
        }
        if (filter instanceof Rules.Either either) {
            List<NamePattern> first = cover(either.first(), what);
            List<NamePattern> second = cover(either.second(), what);
            return first == null || second == null ? null : concat(first, second);
        }
        return null; // what a negation leaves out is left out here; the server would gain little
    }

    private static List<NamePattern> concat(List<NamePattern> first, List<NamePattern> second) {
        var all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    private static boolean isPushable(NamePattern pattern) {
        return !(pattern instanceof NamePattern.Regex)
                && !(pattern instanceof NamePattern.Custom)
                && isUnicode(pattern.toString());
    }

    /** Half a surrogate pair cannot be sent. */
    private static boolean isUnicode(String text) {
        Charset utf8 = StandardCharsets.UTF_8;
        return utf8.newEncoder().canEncode(text);
    }

    private static String alternatives(List<NamePattern> patterns) {
        return "(?:" + String.join("|", patterns.stream().map(PushDown::regex).toList()) + ")";
    }

    private static String regex(NamePattern pattern) {
        if (pattern instanceof NamePattern.Exact exact) {
            return "(?:"
                    + String.join(
                            "|",
                            exact.names().stream().map(ServerFilter::literal).toList()) + ")" + END;
        }
        if (pattern instanceof NamePattern.Prefix prefix) {
            return ServerFilter.literal(prefix.prefix());
        }
        if (pattern instanceof NamePattern.Suffix suffix) {
            return ANYTHING + ServerFilter.literal(suffix.suffix()) + END;
        }
        if (pattern instanceof NamePattern.Wildcard wildcard) {
            return String.join(
                            ANYTHING,
                            outline(wildcard).stream()
                                    .map(ServerFilter::literal)
                                    .toList())
                    + END;
        }
        throw new IllegalArgumentException("not to be pushed: " + pattern);
    }

    /** The pieces of a pattern, or of one with many only the outer ones: each more costs a backtracking server a power. */
    private static List<String> outline(NamePattern.Wildcard wildcard) {
        List<String> pieces = wildcard.pieces();
        int last = pieces.size() - 1;
        return last <= MOST_STARS ? pieces : List.of(pieces.get(0), pieces.get(last));
    }
}
