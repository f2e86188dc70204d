package io.linker.testkit.internal.streams;

import io.linker.testkit.internal.log.EventLog;
import io.linker.testkit.internal.log.LogRecord;
import io.linker.testkit.internal.log.Registration;

/** Events of {@code $all} after a position, without a filter or with one, which is when there are checkpoints. */
final class AllSource implements SubscriptionSource {
    private final EventLog log;
    private final ReadRequest request;
    private int next;
    private long lastPosition;
    private long lastCheckpoint;
    private long considered;

    AllSource(EventLog log, ReadRequest request) {
        this.log = log;
        this.request = request;
    }

    @Override
    public String name() {
        return ReadRequest.ALL;
    }

    @Override
    public void start() {
        if (request.from() == ReadRequest.END) {
            next = log.size();
            lastPosition = next == 0 ? 0 : log.position(next - 1);
        } else {
            lastPosition = Math.max(0, request.from());
            if (!AllPositions.valid(log, lastPosition)) {
                throw Failures.invalid("Invalid position: " + lastPosition);
            }
            next = log.ordinalAt(lastPosition);
        }
        lastCheckpoint = lastPosition;
    }

    @Override
    public Registration register(Runnable wake) {
        return log.onAppend(wake);
    }

    @Override
    public boolean sendNext(ReadOut out, boolean live) {
        if (next >= log.size()) {
            return false;
        }
        LogRecord record = log.record(next);
        next++;
        // A start beyond the end is legal; the reader hears nothing until the log has passed it.
        if (record == null || record.position() <= lastPosition) {
            return true;
        }
        lastPosition = record.position();
        if (request.filter().isEmpty()) {
            if (!EventFilter.hidden(record.stream())) {
                out.event(record);
            }
        } else {
            filter(request.filter().get(), record, out);
        }
        return true;
    }

    private void filter(ReadRequest.Filter filter, LogRecord record, ReadOut out) {
        if (!EventFilter.hidden(record.stream()) && filter.events().test(record)) {
            out.event(record);
        }
        considered++;
        if (considered >= filter.window() * filter.multiplier()) {
            checkpoint(out);
        }
    }

    private void checkpoint(ReadOut out) {
        considered = 0;
        if (lastPosition > lastCheckpoint) {
            lastCheckpoint = lastPosition;
            out.checkpoint(lastPosition);
        }
    }

    @Override
    public long lag() {
        return (long) log.size() - next;
    }

    @Override
    public void beforeCaughtUp(ReadOut out) {
        if (request.filter().isPresent()) {
            checkpoint(out);
        }
    }

    @Override
    public void fellBehind(ReadOut out) {
        beforeCaughtUp(out);
    }
}
