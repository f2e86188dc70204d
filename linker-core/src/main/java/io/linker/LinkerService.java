package io.linker;

import io.linker.error.LinkStoppedException;
import io.linker.event.OriginPosition;
import io.linker.internal.engine.LinkRunner;
import io.linker.origin.OriginSource;
import io.linker.status.LinkStatus;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One link: copies the events of an origin database to a destination database and goes on doing so.
 *
 * <pre>{@code
 * try (var link = new LinkerService(origin, destination, Settings.defaults())) {
 *     link.start().join();
 *     link.awaitCaughtUp(Duration.ofMinutes(5));
 *     System.out.println(link.status());
 * }
 * }</pre>
 *
 * <p>Every selected event of the origin arrives once, in the order of its stream, also across crashes at any moment, lost
 * connections, and a link that is started twice by mistake. How far the link has come is kept in the destination unless
 * another store is given, so a new service of the same name goes on where the last one ended.
 *
 * <p>Thread-safe. Takes nothing of its host: no shutdown hook, no logging configuration; its daemon threads carry the link's
 * name and are gone after {@link #close}.
 */
public final class LinkerService implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LinkerService.class);
    private static final Duration CLOSE_BOUND = Duration.ofSeconds(15);
    private static final Duration STOP_BOUND = Duration.ofSeconds(12);

    private final LinkRunner runner;
    private final OriginSource source;
    private final Consumer<Duration> release;
    private boolean started;
    private boolean closed;

    /** A link with these settings, named {@code <origin>-to-<destination>}. */
    public LinkerService(LinkerConnectionBuilder origin, LinkerConnectionBuilder destination, Settings settings) {
        this(builder().origin(origin).destination(destination).settings(settings));
    }

    LinkerService(LinkerServiceBuilder builder) {
        LinkerServiceBuilder.Made made = builder.make();
        this.runner = made.runner();
        this.source = made.source();
        this.release = made.release();
    }

    /** Builds a link with every option. */
    public static LinkerServiceBuilder builder() {
        return new LinkerServiceBuilder();
    }

    /**
     * Starts the link. Returns at once.
     *
     * @return completes when both ends are connected, the link is claimed and the subscription is confirmed; exceptionally
     *     with {@link LinkStoppedException} if that did not happen within {@link Settings.Connecting#timeout}, or cannot
     * @throws IllegalStateException if it was started or closed before
     */
    public synchronized CompletableFuture<Void> start() {
        if (started || closed) {
            throw new IllegalStateException("A link is started once; build a new service to start it again");
        }
        started = true;
        return runner.start();
    }

    /**
     * Waits until everything that the origin has now is at the destination, or was skipped.
     *
     * @return whether it was within {@code timeout}
     * @throws LinkStoppedException if the link stopped by itself
     * @throws IllegalStateException if the link is not started, or is stopped meanwhile
     * @throws InterruptedException if interrupted while waiting
     */
    public boolean awaitCaughtUp(Duration timeout) throws InterruptedException {
        return awaitPlace(null, timeout);
    }

    /**
     * Waits until everything that the origin holds up to a place is at the destination, or was skipped or parked as settings
     * say: who then reads the destination's leader finds it. For an event that was just written with the official client:
     *
     * <pre>{@code
     * Position written = client.appendToStream("order-1", event).get().getLogPosition();
     * link.awaitApplied(OriginPosition.of(written.getCommitUnsigned(), written.getPrepareUnsigned()), Duration.ofSeconds(5));
     * }</pre>
     *
     * <p>Of a link that is split, its share of all that. The place need not be that of an event the link selects, nor be there yet. Cheap: any number of threads may wait.
     *
     * @param position a place in {@code $all}; where the link reads single streams or a category, places in those
     * @return whether it was within {@code timeout}
     * @throws IllegalArgumentException if the link's source has no such positions
     * @throws LinkStoppedException if the link stopped by itself
     * @throws IllegalStateException if the link is not started, or is stopped meanwhile
     * @throws InterruptedException if interrupted while waiting
     */
    public boolean awaitApplied(OriginPosition position, Duration timeout) throws InterruptedException {
        if (!source.knows(position)) {
            throw new IllegalArgumentException("The link reads " + source + ", which has no position " + position);
        }
        return awaitPlace(position, timeout);
    }

    private boolean awaitPlace(@Nullable OriginPosition place, Duration timeout) throws InterruptedException {
        CompletableFuture<Void> applied = whenApplied(place);
        try {
            return await(applied, timeout);
        } finally {
            applied.cancel(false); // nobody waits for it any more
        }
    }

    /**
     * Waits until the link is over: stopped, or at the place where {@link Settings#stopAt} says it ends.
     *
     * @return whether it was within {@code timeout}
     * @throws LinkStoppedException if the link stopped by itself
     * @throws InterruptedException if interrupted while waiting
     */
    public boolean awaitStopped(Duration timeout) throws InterruptedException {
        mustBeStarted();
        return await(runner.over(), timeout);
    }

    /** Completes once everything the origin has now is done; who no longer waits cancels it, or it is kept till then. */
    CompletableFuture<Void> whenCaughtUp() {
        return whenApplied(null);
    }

    private CompletableFuture<Void> whenApplied(@Nullable OriginPosition place) {
        mustBeStarted();
        return runner.whenApplied(place);
    }

    /** Completes when the link is over; exceptionally if it stopped by itself. Not to be completed by others. */
    CompletableFuture<Void> over() {
        return runner.over();
    }

    /** Whether this is called on the link's own thread, by a listener. */
    boolean isOwnThread() {
        return runner.isOwnThread();
    }

    private synchronized void mustBeStarted() {
        if (!started) {
            throw new IllegalStateException("The link is not started");
        }
    }

    static boolean await(CompletableFuture<Void> future, Duration timeout) throws InterruptedException {
        try {
            future.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException tooLong) {
            return false;
        } catch (ExecutionException failed) {
            Throwable why = failed.getCause();
            while (why instanceof CompletionException && why.getCause() != null) {
                why = why.getCause();
            }
            if (why instanceof RuntimeException known) {
                throw known;
            }
            throw new IllegalStateException(why);
        }
    }

    /** Stops the flow of events and keeps the connections. What was read already waits. */
    public void pause() {
        runner.pause(true);
    }

    /** Goes on after {@link #pause}. */
    public void resume() {
        runner.pause(false);
    }

    /**
     * Keeps the link to other limits from now on than those of its {@link Settings#limits}, whether it is started or not.
     * Returns at once.
     */
    public void limit(Settings.Limits limits) {
        runner.limit(LinkDefinition.rate(limits));
    }

    /** How the link is doing, as of at most half a second ago. */
    public LinkStatus status() {
        return runner.status();
    }

    /**
     * Lets requests under way finish, stores the position and ends the link.
     *
     * @return completes when it is over; exceptionally if it had stopped by itself
     */
    public synchronized CompletableFuture<Void> stop() {
        return started ? runner.stop() : CompletableFuture.completedFuture(null);
    }

    /**
     * Stops the link, waits at most 15 s for that, and releases its threads and sockets whatever happened. Safe to call twice.
     *
     * <p>In a listener of changes, so on the link's own thread, which it would wait for, it returns at once: the link stops in
     * good order, and is released by a thread of its own.
     */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        if (runner.isOwnThread()) {
            var closer = new Thread(this::release, "linker-" + status().link() + "-close");
            closer.setDaemon(true);
            closer.start();
        } else {
            release();
        }
    }

    private void release() {
        long deadline = System.nanoTime() + CLOSE_BOUND.toNanos();
        try {
            if (started) {
                CompletableFuture<Void> stopped = runner.stop().orTimeout(STOP_BOUND.toMillis(), TimeUnit.MILLISECONDS);
                stopped.exceptionally(why -> null).join();
            }
        } finally {
            Duration third = Duration.ofNanos((deadline - System.nanoTime()) / 3); // the two ends and the engine
            release.accept(third);
            awaitThread(third);
        }
    }

    private void awaitThread(Duration bound) {
        try {
            if (started && !runner.join(bound)) {
                log.warn("The thread of link '{}' is still running", status().link());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
