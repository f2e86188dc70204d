package io.linker;

import io.linker.error.InvalidTopologyException;
import io.linker.error.LinkStoppedException;
import io.linker.status.LinkStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Several links as one: built, started, watched and closed together. What each link has to be prepared for, events that come
 * back or by several ways, follows from how the links are arranged; a set of links that cannot work is refused.
 *
 * <pre>{@code
 * try (var links = LinkerTopology.builder().bothWays(a, b).link(b, c).build()) {
 *     links.start().join();
 *     links.awaitCaughtUp(Duration.ofMinutes(5));
 *     links.status().forEach(System.out::println);
 * }
 * }</pre>
 *
 * <p>Refused with {@link InvalidTopologyException} are: two links of one name; two names for one address, or two addresses under
 * one name; a link without provenance ({@link Settings#exactCopy()}) in a loop, or where events can come by several ways; and
 * filters or sources that differ on several ways between two databases, as far as their texts tell. That two addresses are one
 * database shows when the links start: each database keeps its name, see {@link io.linker.error.StopReason#NAME_MISMATCH}.
 *
 * <p>Thread-safe. A link that stops by itself leaves the others running; {@link #awaitStopped} tells of it.
 */
public final class LinkerTopology implements AutoCloseable {
    private static final Duration CLOSE_BOUND = Duration.ofSeconds(20);

    private final Map<String, LinkerService> links = new LinkedHashMap<>();
    private final int rounds;
    private final CompletableFuture<Void> over;
    private boolean started;

    LinkerTopology(List<LinkerService> services, int databases) {
        services.forEach(service -> links.put(service.status().link(), service));
        this.rounds = databases; // as the longest way has links, and one for the echoes of what came last
        this.over = allOrFirstFailure(each(LinkerService::over));
    }

    /** Builds a topology. */
    public static LinkerTopologyBuilder builder() {
        return new LinkerTopologyBuilder();
    }

    /**
     * Starts all links at once. Returns at once. If one cannot start, the others are stopped.
     *
     * @return completes when all links run as {@link LinkerService#start} says; exceptionally with the
     *     {@link LinkStoppedException} of the first link that cannot, once no link runs any more
     * @throws IllegalStateException if it was started or closed before
     */
    public synchronized CompletableFuture<Void> start() {
        if (started) {
            throw new IllegalStateException("A topology is started once; build a new one to start it again");
        }
        started = true;
        CompletableFuture<Void> running = allOrFirstFailure(each(LinkerService::start));
        return running.exceptionallyCompose(
                why -> stop().exceptionally(otherwise -> null).thenCompose(stopped -> running));
    }

    /**
     * Waits until everything that any of the databases has now is everywhere the links bring it, or was skipped; and, unless
     * applications go on writing, until no link has work left. What one delivers may be work for the next, so all are asked
     * as often as there are databases.
     *
     * @return whether it was within {@code timeout}
     * @throws LinkStoppedException if a link stopped by itself
     * @throws IllegalStateException if the topology is not started, or is stopped meanwhile
     * @throws InterruptedException if interrupted while waiting
     */
    public boolean awaitCaughtUp(Duration timeout) throws InterruptedException {
        long end = System.nanoTime() + timeout.toNanos();
        for (int round = 0; round < rounds; round++) {
            List<CompletableFuture<Void>> caughtUp = each(LinkerService::whenCaughtUp);
            try {
                if (!LinkerService.await(allOrFirstFailure(caughtUp), Duration.ofNanos(end - System.nanoTime()))) {
                    return false;
                }
            } finally {
                caughtUp.forEach(each -> each.cancel(false)); // nobody waits for them any more
            }
        }
        return true;
    }

    /**
     * Waits until all links are over: stopped, or at the place where {@link Settings#stopAt} says they end.
     *
     * @return whether it was within {@code timeout}
     * @throws LinkStoppedException as soon as one link has stopped by itself
     * @throws IllegalStateException if the topology is not started
     * @throws InterruptedException if interrupted while waiting
     */
    public boolean awaitStopped(Duration timeout) throws InterruptedException {
        synchronized (this) {
            if (!started) {
                throw new IllegalStateException("The topology is not started");
            }
        }
        return LinkerService.await(over, timeout);
    }

    /** Stops the flow of events of all links and keeps their connections. */
    public void pause() {
        links.values().forEach(LinkerService::pause);
    }

    /** Goes on after {@link #pause}. */
    public void resume() {
        links.values().forEach(LinkerService::resume);
    }

    /** How each link is doing, in the order they were given; of each as of at most half a second ago. */
    public List<LinkStatus> status() {
        return links.values().stream().map(LinkerService::status).toList();
    }

    /**
     * One of the links, for instance to pause or limit it alone.
     *
     * @throws IllegalArgumentException if none has this name
     */
    public LinkerService link(String name) {
        LinkerService link = links.get(name);
        if (link == null) {
            throw new IllegalArgumentException("No link is called '" + name + "', but " + links.keySet());
        }
        return link;
    }

    /**
     * Stops all links at once, each as {@link LinkerService#stop} says.
     *
     * @return completes when all are over; exceptionally if one had stopped by itself
     */
    public CompletableFuture<Void> stop() {
        return CompletableFuture.allOf(each(LinkerService::stop).toArray(CompletableFuture[]::new));
    }

    /**
     * Stops all links at once and releases their threads and sockets, within 20 s for all. Safe to call twice. In a listener of
     * changes, so on the thread of a link, it does not wait.
     */
    @Override
    public void close() {
        var closers = new ArrayList<Thread>();
        links.forEach((name, link) -> {
            var closer = new Thread(link::close, "linker-" + name + "-close");
            closer.setDaemon(true);
            closer.start();
            closers.add(closer);
        });
        if (links.values().stream().noneMatch(LinkerService::isOwnThread)) {
            await(closers);
        }
    }

    private List<CompletableFuture<Void>> each(Function<LinkerService, CompletableFuture<Void>> what) {
        return links.values().stream().map(what).toList();
    }

    private static CompletableFuture<Void> allOrFirstFailure(List<CompletableFuture<Void>> futures) {
        var failure = new CompletableFuture<Void>();
        futures.forEach(future -> future.exceptionally(why -> {
            failure.completeExceptionally(why);
            return null;
        }));
        CompletableFuture<Void> all = CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new));
        return CompletableFuture.anyOf(failure, all).thenAccept(done -> {});
    }

    private static void await(List<Thread> closers) {
        long end = System.nanoTime() + CLOSE_BOUND.toNanos();
        try {
            for (Thread closer : closers) {
                closer.join(
                        Math.max(1, Duration.ofNanos(end - System.nanoTime()).toMillis()));
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
