package io.linker.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.eventstore.dbclient.EventData;
import com.eventstore.dbclient.EventStoreDBClient;
import com.eventstore.dbclient.EventStoreDBConnectionString;
import com.eventstore.dbclient.ReadStreamOptions;
import io.linker.testkit.EmbeddedEventStore;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ActivePassiveTest {
    @Test
    void theSecondDatabaseHoldsWhatTheFirstDoes() throws Exception {
        try (var origin = EmbeddedEventStore.start();
                var destination = EmbeddedEventStore.start()) {
            UUID id = UUID.randomUUID();
            byte[] data = "{\"total\":1}".getBytes(StandardCharsets.UTF_8);
            EventStoreDBClient writer = client(origin);
            writer.appendToStream(
                            "order-1",
                            EventData.builderAsJson(id, "OrderPlaced", data).build())
                    .get();
            writer.shutdown().get();

            var running = new FutureTask<>(() -> {
                ActivePassive.main(new String[] {origin.connectionString(), destination.connectionString()});
                return true;
            });
            var thread = new Thread(running, "active-passive");
            thread.start();

            EventStoreDBClient reader = client(destination);
            await().atMost(30, TimeUnit.SECONDS)
                    .ignoreExceptionsInstanceOf(ExecutionException.class) // the stream is not there at first
                    .untilAsserted(() -> assertThat(reader.readStream("order-1", ReadStreamOptions.get())
                                    .get()
                                    .getEvents())
                            .singleElement()
                            .satisfies(found -> {
                                assertThat(found.getEvent().getEventId()).isEqualTo(id);
                                assertThat(found.getEvent().getEventData()).isEqualTo(data);
                            }));
            assertThat(running.isDone()).isFalse();
            thread.interrupt();
            assertThatThrownBy(() -> running.get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(InterruptedException.class);
            reader.shutdown().get();
        }
    }

    private static EventStoreDBClient client(EmbeddedEventStore node) {
        return EventStoreDBClient.create(EventStoreDBConnectionString.parseOrThrow(node.connectionString()));
    }
}
