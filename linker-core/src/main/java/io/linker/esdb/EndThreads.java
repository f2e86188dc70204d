package io.linker.esdb;

import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of one end of a link: daemons, named after it, all gone after {@link #close}. */
final class EndThreads {
    /**
     * A look-up of a name cannot be interrupted. So many may hang at a time; a further attempt to connect fails at once instead
     * of adding one more. An attempt that asks something which may block takes two.
     */
    private static final int MOST_CONNECTING = 6;

    /** How long an attempt that is interrupted may take to end. One that looks up a name does not hear of it. */
    private static final long ATTEMPT_NANOS = 1_000_000_000;

    private final EventLoopGroup network;
    private final ScheduledThreadPoolExecutor callbacks;
    private final ThreadPoolExecutor connecting;

    /** @param name for people, such as {@code orders-origin} */
    EndThreads(String name, int networkThreads) {
        network = new NioEventLoopGroup(networkThreads, named(name + "-net"));
        callbacks = new ScheduledThreadPoolExecutor(2, named(name + "-calls"));
        callbacks.setRemoveOnCancelPolicy(true);
        callbacks.setKeepAliveTime(30, TimeUnit.SECONDS);
        callbacks.allowCoreThreadTimeOut(true);
        connecting = new ThreadPoolExecutor(
                0, MOST_CONNECTING, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), named(name + "-connect"));
    }

    EventLoopGroup network() {
        return network;
    }

    /** Runs what the transport reports, and what is due. */
    ScheduledThreadPoolExecutor callbacks() {
        return callbacks;
    }

    /** Runs attempts to connect, which block. Rejects one too many. */
    ExecutorService connecting() {
        return connecting;
    }

    /**
     * The answer to a question that may block for ever, such as a look-up of a name. One that does not come in time keeps its
     * thread for as long as it blocks.
     *
     * @throws TimeoutException if it did not come, or too many others still hang
     * @throws ExecutionException what the question threw
     */
    <T> T within(Duration bound, Callable<T> question) throws TimeoutException, ExecutionException {
        var asked = new FutureTask<>(question);
        try {
            connecting.execute(asked);
            return asked.get(bound.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new TimeoutException("no answer within " + bound.toMillis() + " ms");
        } catch (RejectedExecutionException e) {
            throw new TimeoutException("earlier questions still hang");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new TimeoutException("interrupted");
        } finally {
            asked.cancel(true);
        }
    }

    /** Ends them all; waits for it no longer than {@code bound}. */
    void close(Duration bound) {
        long end = System.nanoTime() + bound.toNanos();
        connecting.shutdownNow();
        try {
            // An attempt under way waits for the end of its call, which never comes without the network's threads.
            connecting.awaitTermination(Math.min(bound.toNanos() / 2, ATTEMPT_NANOS), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // and nothing below waits
        }
        long left = Math.max(1, (end - System.nanoTime()) / 1_000_000);
        var stopped = network.shutdownGracefully(0, left, TimeUnit.MILLISECONDS);
        try {
            stopped.await(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            callbacks.shutdownNow();
            callbacks.awaitTermination(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            callbacks.shutdownNow();
        }
    }

    private static ThreadFactory named(String name) {
        var number = new AtomicInteger();
        return task -> {
            var thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
