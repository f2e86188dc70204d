package io.linker.testkit.internal.streams;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.linker.testkit.internal.log.EventLog;
import io.linker.testkit.internal.log.LogRecord;

/** A finite read of {@code $all}: forwards from a position on, backwards from right before it. */
final class AllRead implements Pump.Work {
    /** Ordinals looked at in one turn; with a sparse filter most of them are passed over. */
    private static final int TURN = 1024;

    private final EventLog log;
    private final ReadRequest request;
    private final ReadOut out;
    private long remaining;
    private int next;
    private boolean started;

    AllRead(EventLog log, ReadRequest request, ReadOut out) {
        this.log = log;
        this.request = request;
        this.out = out;
        this.remaining = request.count() < 0 ? Long.MAX_VALUE : request.count();
    }

    @Override
    public boolean advance() {
        if (!started) {
            started = true;
            if (!start()) {
                return false;
            }
        }
        for (int looked = 0; looked < TURN; looked++) {
            boolean ended = remaining == 0 || next < 0 || next >= log.size();
            if (ended) {
                out.complete();
                return false;
            }
            if (!out.isReady()) {
                return false;
            }
            LogRecord record = log.record(next);
            next += request.backwards() ? -1 : 1;
            if (record != null && wanted(record)) {
                out.event(record);
                remaining--;
            }
        }
        return true;
    }

    private boolean wanted(LogRecord record) {
        return !EventFilter.hidden(record.stream())
                && request.filter().map(filter -> filter.events().test(record)).orElse(true);
    }

    private boolean start() {
        if (request.from() == ReadRequest.START) {
            next = request.backwards() ? -1 : 0;
        } else if (request.from() == ReadRequest.END) {
            next = request.backwards() ? log.size() - 1 : log.size();
        } else if (AllPositions.valid(log, request.from())) {
            next = log.ordinalAt(request.from()) - (request.backwards() ? 1 : 0);
        } else {
            out.fail(Status.UNKNOWN
                    .withDescription("Unexpected ReadAllResult: InvalidPosition")
                    .asRuntimeException());
            return false;
        }
        return true;
    }

    @Override
    public void broke(StatusRuntimeException failure) {
        out.fail(failure);
    }
}
