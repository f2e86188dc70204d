import com.eventstore.dbclient.EventData;
import com.eventstore.dbclient.EventStoreDBClient;
import com.eventstore.dbclient.EventStoreDBConnectionString;
import com.eventstore.dbclient.ReadStreamOptions;
import com.eventstore.dbclient.StreamMetadata;
import io.linker.testkit.EmbeddedEventStore;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;

/** Runs the README's example between two embedded nodes, with events that the official client writes and reads. */
public final class Consumer {
    private static final int EVENTS = 200;

    public static void main(String[] args) throws Exception {
        try (var origin = EmbeddedEventStore.start();
                var destination = EmbeddedEventStore.start()) {
            write(origin);
            Thread example = start(origin.connectionString(), destination.connectionString());
            awaitEvents(destination);
            check(destination);
            example.interrupt(); // it goes on for ever
            example.join(30_000);
            if (example.isAlive()) {
                throw new IllegalStateException("the example does not end when it is interrupted");
            }
        }
        System.out.println("consumer: " + EVENTS + " events linked");
    }

    private static Thread start(String... uris) {
        var example = new Thread(() -> {
            try {
                ActivePassive.main(uris);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        example.setDaemon(true);
        example.start();
        return example;
    }

    private static void awaitEvents(EmbeddedEventStore node) throws Exception {
        EventStoreDBClient client = client(node);
        long until = System.nanoTime() + 60_000_000_000L;
        int found = 0;
        while (found < EVENTS && System.nanoTime() < until) {
            Thread.sleep(100);
            try {
                found = client.readStream("count-1", ReadStreamOptions.get().fromStart())
                        .get()
                        .getEvents()
                        .size();
            } catch (ExecutionException notYetThere) {
                found = 0;
            }
        }
        client.shutdown().get();
    }

    private static void write(EmbeddedEventStore node) throws Exception {
        List<EventData> events = new ArrayList<>();
        for (int number = 0; number < EVENTS; number++) {
            byte[] json = ("{\"number\":" + number + "}").getBytes();
            events.add(EventData.builderAsJson(UUID.randomUUID(), "Counted", json).build());
        }
        EventStoreDBClient client = client(node);
        var metadata = new StreamMetadata(); // read and written by the client's jackson
        metadata.setMaxCount(1000L);
        client.setStreamMetadata("count-1", metadata).get();
        client.appendToStream("count-1", events.iterator()).get();
        client.shutdown().get();
    }

    private static void check(EmbeddedEventStore node) throws Exception {
        EventStoreDBClient client = client(node);
        int found = client.readStream("count-1", ReadStreamOptions.get().fromStart())
                .get()
                .getEvents()
                .size();
        Long maxCount = client.getStreamMetadata("count-1").get().getMaxCount();
        client.shutdown().get();
        if (found != EVENTS || maxCount == null || maxCount != 1000L) {
            throw new IllegalStateException("found " + found + " of " + EVENTS + " events, and $maxCount " + maxCount);
        }
    }

    private static EventStoreDBClient client(EmbeddedEventStore node) {
        return EventStoreDBClient.create(EventStoreDBConnectionString.parseOrThrow(node.connectionString()));
    }
}
