package io.linker.link;

import io.linker.link.Database.Event;
import io.linker.testkit.ClusterNode;
import io.linker.testkit.EmbeddedCluster;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Writes to a cluster until it is closed, whatever becomes of its nodes: with exact revisions, and every append unchanged
 * until it is confirmed.
 */
final class ClusterWriter implements AutoCloseable {
    private static final int STREAMS = 8;
    private static final Duration PAUSE = Duration.ofMillis(2);

    private final EmbeddedCluster cluster;
    private final Pair pair;
    private final Random random = new Random(11);
    private final Map<String, Long> heads = new HashMap<>();
    private final Map<ClusterNode, Database> nodes = new HashMap<>();
    private final AtomicLong confirmed = new AtomicLong();
    private final CountDownLatch end = new CountDownLatch(1);
    private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();

    private ClusterWriter(EmbeddedCluster cluster, Pair pair) {
        this.cluster = cluster;
        this.pair = pair;
    }

    static ClusterWriter start(EmbeddedCluster cluster, Pair pair) {
        var writer = new ClusterWriter(cluster, pair);
        var thread = new Thread(writer::run, "writer-" + pair.token);
        thread.setDaemon(true);
        thread.start();
        return writer;
    }

    /** How many events were confirmed so far. */
    long confirmed() {
        return confirmed.get();
    }

    /** Where every event stands that was confirmed: streams without their heads' gaps, from 0 on. */
    Map<String, Long> heads() {
        return Map.copyOf(heads);
    }

    private void run() {
        try {
            while (pause()) {
                write();
            }
            done.complete(null);
        } catch (InterruptedException | RuntimeException | Error why) {
            done.completeExceptionally(why);
        } finally {
            nodes.values().forEach(Database::close);
        }
    }

    private boolean pause() throws InterruptedException {
        return !end.await(PAUSE.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void write() throws InterruptedException {
        String stream = pair.stream("s" + random.nextInt(STREAMS));
        long head = heads.getOrDefault(stream, -1L);
        Event event = Event.of(pair.token + "/" + confirmed);
        while (!isConfirmed(stream, head, event)) {
            if (!pause()) {
                return; // perhaps it was written: no matter, the databases are compared with each other
            }
        }
        heads.put(stream, head + 1);
        confirmed.incrementAndGet();
    }

    /** Any node will do: one that does not lead passes the event on. */
    private boolean isConfirmed(String stream, long head, Event event) {
        ClusterNode node = cluster.nodes().get(random.nextInt(cluster.nodes().size()));
        try {
            nodes.computeIfAbsent(node, at -> new Database(at.connectionString()))
                    .appendExactly(stream, head, event);
            return true;
        } catch (RuntimeException notNow) {
            Database broken = nodes.remove(node);
            if (broken != null) {
                broken.close();
            }
            return false;
        }
    }

    /** Stops writing, after what is under way. */
    @Override
    public void close() {
        end.countDown();
        done.orTimeout(30, TimeUnit.SECONDS).join();
    }
}
