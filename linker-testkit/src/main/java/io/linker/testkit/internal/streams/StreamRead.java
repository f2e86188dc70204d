package io.linker.testkit.internal.streams;

import io.grpc.StatusRuntimeException;
import io.linker.testkit.internal.log.LogRecord;
import io.linker.testkit.internal.log.StreamView;
import org.jspecify.annotations.Nullable;

/** A finite read of one stream. */
final class StreamRead implements Pump.Work {
    /** Revisions in one page of the server; visible only in when it tells the first position. */
    private static final int PAGE = 32;

    private static final int TURN = 256;

    private final StreamView stream;
    private final ReadRequest request;
    private final ReadOut out;
    private long remaining;
    private long next;

    /** Of a read backwards, told as it was when the first event was looked for: one that comes later is not in the page. */
    private long head;

    private boolean started;
    private boolean over;

    StreamRead(StreamView stream, ReadRequest request, ReadOut out) {
        this.stream = stream;
        this.request = request;
        this.out = out;
        this.remaining = request.count() < 0 ? Long.MAX_VALUE : request.count();
    }

    @Override
    public boolean advance() {
        if (!started) {
            started = true;
            over = !start();
        }
        for (int sent = 0; sent < TURN && !over; ) {
            if (!out.isReady()) {
                return false;
            }
            LogRecord record = nextVisible();
            if (record == null) {
                over = true;
                out.lastStreamPosition(request.backwards() ? head : stream.head());
                out.complete();
            } else {
                out.event(record);
                remaining--;
                sent++;
            }
        }
        return !over;
    }

    private boolean start() {
        switch (stream.state()) {
            case TOMBSTONED -> {
                out.fail(Failures.streamDeleted(stream.name()));
                return false;
            }
            case NOT_FOUND -> {
                out.streamNotFound(stream.name());
                out.complete();
                return false;
            }
            case FOUND -> {
                if (request.backwards()) {
                    startBackwards();
                } else {
                    startForwards();
                }
            }
        }
        return true;
    }

    private void startBackwards() {
        head = stream.head();
        next = request.from() == ReadRequest.START
                ? 0
                : request.from() == ReadRequest.END ? head : Math.min(request.from(), head);
    }

    /**
     * The server tells where it goes on after each empty page, until the first event: a page that lies below the
     * visible part leads to its beginning, any other to the revision after the page or after the head.
     */
    private void startForwards() {
        next = Math.max(0, request.from());
        boolean ended = false;
        while (!ended) {
            long pageEnd = Math.min(next, Long.MAX_VALUE - PAGE) + Math.min(PAGE, remaining) - 1;
            boolean truncated = pageEnd < stream.firstVisible();
            long goesOn = truncated ? stream.firstVisible() : firstReadable(pageEnd);
            boolean empty = goesOn > pageEnd || goesOn > stream.head();
            ended = !empty || (!truncated && pageEnd >= stream.head());
            if (empty && goesOn != next) {
                out.firstStreamPosition(goesOn);
                next = goesOn;
            }
        }
    }

    /** The first visible revision up to the end of the page, else where the next page begins. */
    private long firstReadable(long pageEnd) {
        long head = stream.head();
        for (long revision = Math.max(next, stream.firstVisible()); revision <= head; revision++) {
            if (stream.visible(revision) != null) {
                return revision;
            }
            // Age is searched through to the first event that is young enough; what scavenging left is passed page by
            // page.
            if (revision >= pageEnd && stream.metadata().maxAgeSeconds() == 0) {
                return revision + 1;
            }
        }
        return head + 1;
    }

    private @Nullable LogRecord nextVisible() {
        if (remaining == 0) {
            return null;
        }
        return request.backwards() ? previous() : following();
    }

    private @Nullable LogRecord following() {
        next = Math.max(next, stream.firstVisible());
        while (next <= stream.head()) {
            LogRecord record = stream.visible(next++);
            if (record != null) {
                return record;
            }
        }
        return null;
    }

    private @Nullable LogRecord previous() {
        while (next >= stream.firstVisible()) {
            LogRecord record = stream.visible(next--);
            if (record != null) {
                return record;
            }
        }
        return null;
    }

    @Override
    public void broke(StatusRuntimeException failure) {
        out.fail(failure);
    }
}
