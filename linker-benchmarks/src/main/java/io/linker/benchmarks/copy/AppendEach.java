package io.linker.benchmarks.copy;

import com.eventstore.dbclient.AppendToStreamOptions;
import com.eventstore.dbclient.EventData;
import com.eventstore.dbclient.EventDataBuilder;
import com.eventstore.dbclient.EventStoreDBClient;
import com.eventstore.dbclient.EventStoreDBConnectionString;
import com.eventstore.dbclient.ExpectedRevision;
import com.eventstore.dbclient.ReadStreamOptions;
import com.eventstore.dbclient.StreamNotFoundException;
import com.eventstore.dbclient.proto.shared.Shared;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.ReadResp.ReadEvent.RecordedEvent;
import io.linker.benchmarks.ends.Scene;
import io.linker.benchmarks.ends.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One append for each event, with the official client, each awaited: what replicators do that are put together in an
 * afternoon.
 *
 * @param writers events are dealt to them by stream
 * @param readsTail whether the end of the destination stream is read before each append, as the .NET replicators do
 */
public record AppendEach(String name, int writers, boolean readsTail) implements Copier {
    private static final int AHEAD = 64;

    @Override
    public double copy(Scene scene, Duration bound) throws Exception {
        EventStoreDBClient client = EventStoreDBClient.create(EventStoreDBConnectionString.parseOrThrow(
                scene.destination().connectionString() + "&defaultDeadline=30000"));
        List<BlockingQueue<RecordedEvent>> queues = Stream.<BlockingQueue<RecordedEvent>>generate(
                        LinkedBlockingQueue::new)
                .limit(writers)
                .toList();
        ExecutorService threads = Executors.newFixedThreadPool(writers);
        try (Subscription subscription =
                Subscription.open(scene.origin(), scene.after(), event -> deal(event, queues))) {
            client.getServerVersion().get(30, TimeUnit.SECONDS); // connects
            var copied = new AtomicInteger();
            subscription.ask(AHEAD * writers);
            long start = System.nanoTime();
            long end = start + bound.toNanos();
            List<Future<Void>> running = new ArrayList<>();
            for (BlockingQueue<RecordedEvent> queue : queues) {
                running.add(threads.submit(() -> write(client, queue, end, () -> {
                    subscription.ask(1);
                    return copied.incrementAndGet() < scene.events();
                })));
            }
            for (Future<Void> writer : running) {
                writer.get();
            }
            return copied.get() / ((System.nanoTime() - start) / 1e9);
        } finally {
            threads.shutdownNow();
            client.shutdown().get(10, TimeUnit.SECONDS);
        }
    }

    private void deal(RecordedEvent event, List<BlockingQueue<RecordedEvent>> queues) {
        String stream = stream(event);
        if (!Scene.isSystem(stream)) {
            queues.get(Math.floorMod(stream.hashCode(), writers)).add(event);
        }
    }

    private interface Copied {
        /** Counts one; whether there are more. */
        boolean one();
    }

    private @Nullable Void write(EventStoreDBClient client, BlockingQueue<RecordedEvent> queue, long end, Copied copied)
            throws Exception {
        boolean more = true;
        while (more && System.nanoTime() < end) {
            RecordedEvent event = queue.poll(10, TimeUnit.MILLISECONDS);
            if (event != null) {
                append(client, event);
                more = copied.one();
            }
        }
        return null;
    }

    private void append(EventStoreDBClient client, RecordedEvent event) throws Exception {
        String stream = stream(event);
        long before = readsTail ? tail(client, stream) : event.getStreamRevision() - 1;
        Object options = AppendToStreamOptions.get()
                .expectedRevision(before < 0 ? ExpectedRevision.noStream() : ExpectedRevision.expectedRevision(before));
        client.appendToStream(stream, (AppendToStreamOptions) options, data(event))
                .get(30, TimeUnit.SECONDS);
    }

    private static long tail(EventStoreDBClient client, String stream) throws Exception {
        Object newest = ReadStreamOptions.get().backwards().maxCount(1).fromEnd();
        try {
            return client.readStream(stream, (ReadStreamOptions) newest)
                    .get(30, TimeUnit.SECONDS)
                    .getEvents()
                    .get(0)
                    .getOriginalEvent()
                    .getRevision();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof StreamNotFoundException) {
                return -1;
            }
            throw e;
        }
    }

    private static EventData data(RecordedEvent event) {
        Shared.UUID.Structured id = event.getId().getStructured();
        return EventDataBuilder.json(
                        new UUID(id.getMostSignificantBits(), id.getLeastSignificantBits()),
                        event.getMetadataOrDefault("type", ""),
                        event.getData().toByteArray())
                .metadataAsBytes(event.getCustomMetadata().toByteArray())
                .build();
    }

    private static String stream(RecordedEvent event) {
        return event.getStreamIdentifier().getStreamName().toStringUtf8();
    }
}
