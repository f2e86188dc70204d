package io.linker.testkit.internal.streams;

import io.grpc.StatusRuntimeException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one reader's work on shared threads, never twice at a time. Waking costs one read when work is already due, so
 * that a writer may wake thousands of busy readers at each append.
 */
final class Pump implements Runnable {
    /** A reader's work. */
    interface Work {
        /** Does a bounded part of it; true if there is more to do at once. */
        boolean advance();

        /** The work ends with that failure, and {@link #advance()} is not called again. */
        void broke(StatusRuntimeException failure);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Pump.class);

    private final Executor threads;
    private final Work work;
    private final AtomicInteger due = new AtomicInteger();

    Pump(Executor threads, Work work) {
        this.threads = threads;
        this.work = work;
    }

    void wake() {
        // Two is enough: one run that is under way, one that sees whatever happened meanwhile.
        if (due.get() < 2 && due.getAndIncrement() == 0) {
            threads.execute(this);
        }
    }

    @Override
    public void run() {
        due.set(1); // this run sees all that happened so far; a wake from here on must find room to be counted
        boolean more;
        try {
            more = work.advance();
        } catch (StatusRuntimeException failure) {
            work.broke(failure);
            return;
        } catch (RuntimeException broken) {
            LOG.warn("A reader broke", broken);
            work.broke(Failures.handlerException());
            return;
        }
        if (more || !due.compareAndSet(1, 0)) {
            threads.execute(this);
        }
    }
}
