package io.linker.testkit.internal.groups;

import io.linker.testkit.internal.log.EventLog;
import io.linker.testkit.internal.log.LogRecord;
import io.linker.testkit.internal.log.StreamView;
import java.util.ArrayList;
import java.util.List;

/** The visible events of one stream; the stream need not exist yet. */
final class StreamSource implements GroupSource {
    /** Revisions looked at in one read, so that a stream full of holes does not keep the other groups waiting. */
    private static final int WINDOW = 4096;

    private final StreamView stream;
    private final Resolver resolver;
    private boolean wasReadToItsEnd;

    StreamSource(EventLog log, String name, boolean resolveLinks) {
        this.stream = log.stream(name);
        this.resolver = new Resolver(log, resolveLinks);
    }

    @Override
    public Page read(long from, int count) throws SourceFault {
        return switch (stream.state()) {
            case FOUND -> readVisible(from, count);
            case NOT_FOUND -> {
                wasReadToItsEnd = true;
                yield new Page(List.of(), from, true, 0, 0);
            }
            case TOMBSTONED -> readTombstone(from);
        };
    }

    private Page readVisible(long from, int count) {
        long head = stream.head();
        List<LogEvent> events = new ArrayList<>();
        long next = Math.max(from, stream.firstVisible());
        long limit = Math.min(head, next + WINDOW - 1);
        while (next <= limit && events.size() < count) {
            LogRecord record = stream.visible(next);
            if (record != null) {
                events.add(resolver.event(record, next));
            }
            next++;
        }
        wasReadToItsEnd = next > head;
        return new Page(events, next, wasReadToItsEnd, 0, 0);
    }

    /** Who had everything before still gets the event that ends the stream; who has to read a page fails, as on the server. */
    private Page readTombstone(long from) throws SourceFault {
        LogRecord tombstone = stream.tombstone();
        if (!wasReadToItsEnd || from <= stream.head() || tombstone == null) {
            throw new SourceFault("stream " + stream.name() + " is deleted");
        }
        boolean delivered = from > LogRecord.TOMBSTONE_REVISION - 1;
        List<LogEvent> last = delivered ? List.of() : List.of(LogEvent.plain(tombstone, LogRecord.TOMBSTONE_REVISION));
        return new Page(last, LogRecord.TOMBSTONE_REVISION, true, 0, 0);
    }

    @Override
    public long begin(StartFrom start) {
        return start.isEnd() ? stream.head() + 1 : start.position();
    }

    @Override
    public PositionText positions() {
        return PositionText.REVISION;
    }
}
