package io.linker.esdb;

import io.linker.error.Failure;
import io.linker.event.OriginEvent;
import io.linker.event.OriginPosition;
import io.linker.event.ServerInfo;
import io.linker.origin.OriginListener;
import io.linker.origin.OriginRead;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Writes down what an origin says, one queue for all of it, so that order shows. */
final class HeardAtOrigin implements OriginListener {
    record Connected(long session, ServerInfo server) {}

    record Subscribed(long session) {}

    record Arrived(OriginEvent event, String thread) {}

    record Checkpoint(OriginPosition position) {}

    record CaughtUp() {}

    record Ended(long session, Failure why) {}

    record Answered(long request, OriginRead.Answer answer) {}

    private final BlockingQueue<Object> heard = new LinkedBlockingQueue<>();

    /** The next signal, which must be of this kind. */
    <T> T next(Class<T> kind) {
        Object signal = poll(10_000);
        if (!kind.isInstance(signal)) {
            throw new AssertionError("Expected " + kind.getSimpleName() + " but heard " + signal);
        }
        return kind.cast(signal);
    }

    /** The next signal of this kind, whatever comes before it. */
    <T> T await(Class<T> kind) {
        for (Object signal = poll(10_000); signal != null; signal = poll(10_000)) {
            if (kind.isInstance(signal)) {
                return kind.cast(signal);
            }
        }
        throw new AssertionError("No " + kind.getSimpleName() + " within 10 s");
    }

    /** Whether nothing is said for a moment. */
    boolean isSilent() {
        return poll(150) == null;
    }

    private Object poll(long millis) {
        try {
            return heard.poll(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void connected(long session, ServerInfo server) {
        heard.add(new Connected(session, server));
    }

    @Override
    public void subscribed(long session) {
        heard.add(new Subscribed(session));
    }

    @Override
    public void arrived(long session, OriginEvent event) {
        heard.add(new Arrived(event, Thread.currentThread().getName()));
    }

    @Override
    public void checkpoint(long session, OriginPosition position) {
        heard.add(new Checkpoint(position));
    }

    @Override
    public void caughtUp(long session) {
        heard.add(new CaughtUp());
    }

    @Override
    public void ended(long session, Failure why) {
        heard.add(new Ended(session, why));
    }

    @Override
    public void answered(long session, long request, OriginRead.Answer answer) {
        heard.add(new Answered(request, answer));
    }
}
