package io.linker.testkit.internal.streams;

import io.linker.testkit.internal.log.EventLog;
import io.linker.testkit.internal.log.LogRecord;
import io.linker.testkit.internal.log.StreamView;
import java.util.Optional;

/** Follows link events: one level only, and whoever may read the link may read its target. */
public final class Links {
    /** Where a link leads. */
    public record Target(String stream, long revision) {}

    private Links() {}

    /** Where the event leads if it is a link whose payload says so. */
    public static Optional<Target> target(LogRecord record) {
        if (!record.isLink()) {
            return Optional.empty();
        }
        String payload = record.data().toStringUtf8();
        int at = payload.indexOf('@');
        if (at <= 0) {
            return Optional.empty();
        }
        try {
            // The server's parser takes blanks around the number.
            return Optional.of(new Target(
                    payload.substring(at + 1),
                    Long.parseLong(payload.substring(0, at).strip())));
        } catch (NumberFormatException malformed) {
            return Optional.empty();
        }
    }

    /** The event the target names, if a reader can see it now. */
    public static Optional<LogRecord> read(EventLog log, Target target) {
        StreamView stream = log.stream(target.stream());
        if (stream.state() != StreamView.State.FOUND) {
            return Optional.empty();
        }
        // The server's number for "the last one".
        long revision = target.revision() == -1 ? stream.head() : target.revision();
        return Optional.ofNullable(stream.visible(revision));
    }

    static ReadMessage.Event resolve(EventLog log, LogRecord record, boolean idsAsText) {
        Optional<Target> target = target(record);
        return target.map(to -> new ReadMessage.Event(read(log, to).orElse(null), record, idsAsText))
                .orElseGet(() -> new ReadMessage.Event(record, null, idsAsText));
    }
}
