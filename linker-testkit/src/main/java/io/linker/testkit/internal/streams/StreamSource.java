package io.linker.testkit.internal.streams;

import io.linker.testkit.internal.log.EventLog;
import io.linker.testkit.internal.log.LogRecord;
import io.linker.testkit.internal.log.Registration;
import io.linker.testkit.internal.log.StreamView;

/** Events of one stream, after a revision. */
final class StreamSource implements SubscriptionSource {
    private final EventLog log;
    private final StreamView stream;
    private final long after;
    private long next;

    StreamSource(EventLog log, String stream, long after) {
        this.log = log;
        this.stream = log.stream(stream);
        this.after = after;
    }

    @Override
    public String name() {
        return stream.name();
    }

    @Override
    public void start() {
        if (stream.state() == StreamView.State.TOMBSTONED) {
            throw Failures.streamDeleted(stream.name());
        }
        if (after == ReadRequest.START) {
            next = 0;
        } else {
            next = after == ReadRequest.END ? stream.head() + 1 : after == Long.MAX_VALUE ? after : after + 1;
        }
    }

    @Override
    public Registration register(Runnable wake) {
        return log.onAppend(stream.name(), wake);
    }

    @Override
    public boolean sendNext(ReadOut out, boolean live) {
        if (!live) {
            // A soft-deleted stream shows nothing below its head; what comes after recreation is above it.
            next = Math.max(next, Math.min(stream.firstVisible(), stream.head() + 1));
        }
        if (next > stream.head()) {
            endIfTombstoned(out);
            return false;
        }
        LogRecord record = live ? stream.written(next) : stream.visible(next);
        next++;
        if (record != null) {
            out.event(record);
        }
        return true;
    }

    private void endIfTombstoned(ReadOut out) {
        LogRecord tombstone = stream.tombstone();
        if (tombstone != null) {
            out.event(tombstone);
            throw Failures.streamDeleted(stream.name());
        }
        if (stream.state() == StreamView.State.TOMBSTONED) {
            throw Failures.streamDeleted(stream.name());
        }
    }

    @Override
    public long lag() {
        return stream.tombstone() != null ? 1 : Math.max(0, stream.head() + 1 - next);
    }

    @Override
    public void beforeCaughtUp(ReadOut out) {
        // Checkpoints are for filters, and filters for $all.
    }

    @Override
    public void fellBehind(ReadOut out) {
        // As above.
    }
}
