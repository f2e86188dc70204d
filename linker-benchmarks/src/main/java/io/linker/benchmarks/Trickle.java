package io.linker.benchmarks;

import com.eventstore.dbclient.proto.streams.StreamsOuterClass.ReadResp.ReadEvent.RecordedEvent;
import io.linker.benchmarks.ends.Appends;
import io.linker.benchmarks.ends.Load;
import io.linker.benchmarks.ends.Scene;
import io.linker.benchmarks.ends.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * One event at a time, while something copies: how long after the origin's answer to its writer a subscriber of the
 * destination has it. Not thread-safe.
 */
final class Trickle implements AutoCloseable {
    private static final long ARRIVAL_SECONDS = 30;

    private final String stream = "load-trickle-" + UUID.randomUUID(); // the origin keeps those of earlier runs
    private final byte[] data = new Load(1, 256, 1).data();
    private final Appends writer;
    private final Subscription reader;
    private volatile CompletableFuture<Long> answered = new CompletableFuture<>();
    private volatile CompletableFuture<Long> arrived = new CompletableFuture<>();
    private long revision = -1;

    Trickle(Scene scene) {
        writer = new Appends(scene.origin(), number -> answered.complete(System.nanoTime()));
        reader = Subscription.open(scene.destination(), scene.after(), this::arrived);
        reader.ask(1);
    }

    private void arrived(RecordedEvent event) {
        long now = System.nanoTime();
        reader.ask(1);
        if (event.getStreamIdentifier().getStreamName().toStringUtf8().equals(stream)) {
            arrived.complete(now);
        }
    }

    /** Milliseconds of each of so many events. */
    List<Double> run(int events) throws Exception {
        List<Double> millis = new ArrayList<>(events);
        for (int i = 0; i < events; i++) {
            answered = new CompletableFuture<>();
            arrived = new CompletableFuture<>();
            writer.send(revision, stream, revision, data);
            revision++;
            long end = arrived.get(ARRIVAL_SECONDS, TimeUnit.SECONDS);
            long start = answered.get(ARRIVAL_SECONDS, TimeUnit.SECONDS);
            millis.add((end - start) / 1e6);
        }
        return millis;
    }

    @Override
    public void close() {
        writer.close();
        reader.close();
    }
}
