package io.linker.examples.shop;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes what happens in a {@link Shop} to a database, on a thread of its own, with exact revisions: a second run with the
 * same seed changes nothing. Talks plaintext, without credentials: it is meant for embedded nodes.
 */
public final class ShopWriter implements AutoCloseable {
    private final ManagedChannel channel;
    private final Shop shop;
    private final Pace pace;
    private final AtomicLong written = new AtomicLong();
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final CompletableFuture<Long> finished = new CompletableFuture<>();
    private volatile boolean started;

    /** A writer for the node at an address. */
    public ShopWriter(String host, int port, Shop shop, Pace pace) {
        this.channel = NettyChannelBuilder.forAddress(host, port).usePlaintext().build();
        this.shop = shop;
        this.pace = pace;
    }

    /**
     * Starts to write.
     *
     * @param events how many events to write, or {@link Long#MAX_VALUE} until {@link #stop}
     * @return completes with the number of events once all are confirmed; fails with an {@link IOException}
     */
    public CompletableFuture<Long> start(long events) {
        var thread = new Thread(() -> run(events), "shop-writer");
        thread.setDaemon(true);
        started = true;
        thread.start();
        return finished.copy();
    }

    /** How many events were sent so far. */
    public long written() {
        return written.get();
    }

    /** Closes the shop: no further events, those sent are still confirmed. */
    public void stop() {
        stopped.countDown();
    }

    private void run(long events) {
        try (var appends = new BatchAppends(channel)) {
            long start = System.nanoTime();
            while (written.get() < events && !pauseUntilDue(start)) {
                writeTogether(appends, (int) Math.min(pace.together(), events - written.get()));
            }
            appends.settle();
            finished.complete(written.get());
        } catch (IOException | InterruptedException | RuntimeException e) {
            finished.completeExceptionally(e);
        }
    }

    /** Whether the writer was stopped. */
    private boolean pauseUntilDue(long start) throws InterruptedException {
        long wait = start + pace.due(written.get()).toNanos() - System.nanoTime();
        return stopped.await(Math.max(0, wait), TimeUnit.NANOSECONDS);
    }

    /** One request for each stream: the server charges per request, not per event. */
    private void writeTogether(BatchAppends appends, int count) throws IOException, InterruptedException {
        Map<String, List<ShopEvent>> runs = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            ShopEvent event = shop.next();
            runs.computeIfAbsent(event.stream(), stream -> new ArrayList<>()).add(event);
        }
        for (List<ShopEvent> run : runs.values()) {
            appends.send(run);
            written.addAndGet(run.size());
        }
    }

    /** Stops, waits for the confirmations up to 10 s, and closes the connection. */
    @Override
    public void close() {
        stop();
        if (started) {
            finished.handle((count, error) -> null)
                    .completeOnTimeout(null, 10, TimeUnit.SECONDS)
                    .join();
        }
        channel.shutdownNow();
    }
}
