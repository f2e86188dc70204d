package io.linker.testkit.internal.node;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The node's own threads, apart from those of the transport: daemons, gone after {@link #close()}. */
final class NodeThreads implements AutoCloseable {
    private static final int PUMPS = 2;
    private static final long CLOSE_SECONDS = 5;

    private final ExecutorService pumps = new ThreadPoolExecutor(
            PUMPS,
            PUMPS,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            named("embedded-event-store-pump"),
            // Whoever is woken after the end has nobody left to send to.
            new ThreadPoolExecutor.DiscardPolicy());
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(named("embedded-event-store-timer"));

    ExecutorService pumps() {
        return pumps;
    }

    ScheduledExecutorService timer() {
        return timer;
    }

    private static ThreadFactory named(String name) {
        AtomicInteger number = new AtomicInteger();
        return work -> {
            Thread thread = new Thread(work, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    @Override
    public void close() {
        timer.shutdownNow();
        pumps.shutdown();
        try {
            // An interrupt in the middle of a write would close the log's file channel.
            if (!pumps.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                pumps.shutdownNow();
            }
            timer.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
