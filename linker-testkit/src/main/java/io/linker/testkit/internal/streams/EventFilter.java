package io.linker.testkit.internal.streams;

import com.eventstore.dbclient.proto.streams.StreamsOuterClass.ReadReq.Options.FilterOptions;
import io.linker.testkit.internal.log.LogRecord;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What a filter of {@code $all} lets pass; it looks at the event as it stands in the log, never at a link's target. */
public final class EventFilter implements Predicate<LogRecord> {
    private final boolean byType;
    private final Predicate<String> matches;

    private EventFilter(boolean byType, Predicate<String> matches) {
        this.byType = byType;
        this.matches = matches;
    }

    /**
     * A filter of stream names or event types. A regular expression, searched for without anchors, wins over the
     * prefixes; without either nothing passes.
     *
     * @throws IllegalArgumentException if the expression is malformed
     */
    public static EventFilter of(boolean byType, String regex, List<String> prefixes) {
        if (regex.isEmpty()) {
            List<String> all = List.copyOf(prefixes);
            return new EventFilter(byType, text -> all.stream().anyMatch(text::startsWith));
        }
        try {
            Pattern pattern = Pattern.compile(regex);
            return new EventFilter(byType, text -> pattern.matcher(text).find());
        } catch (PatternSyntaxException malformed) {
            throw new IllegalArgumentException("malformed regular expression: " + regex, malformed);
        }
    }

    static EventFilter of(FilterOptions options) {
        boolean byType = options.hasEventType();
        FilterOptions.Expression expression = byType ? options.getEventType() : options.getStreamIdentifier();
        return of(byType, expression.getRegex(), expression.getPrefixList());
    }

    @Override
    public boolean test(LogRecord record) {
        return matches.test(byType ? record.type() : record.stream());
    }

    /** Whether {@code $all} shows events of the stream at all. */
    public static boolean hidden(String stream) {
        if (!stream.startsWith("$")) {
            return false;
        }
        boolean ofAllGroup = stream.startsWith("$persistentsubscription-$all::")
                && (stream.endsWith("-checkpoint") || stream.endsWith("-parked"));
        return ofAllGroup || stream.equals("$epoch-information");
    }
}
