package io.linker.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.eventstore.dbclient.AppendToStreamOptions;
import com.eventstore.dbclient.DeleteStreamOptions;
import com.eventstore.dbclient.EventData;
import com.eventstore.dbclient.EventStoreDBClient;
import com.eventstore.dbclient.EventStoreDBConnectionString;
import com.eventstore.dbclient.ExpectedRevision;
import com.eventstore.dbclient.ReadAllOptions;
import com.eventstore.dbclient.ReadStreamOptions;
import com.eventstore.dbclient.ResolvedEvent;
import com.eventstore.dbclient.StreamMetadata;
import com.eventstore.dbclient.StreamNotFoundException;
import com.eventstore.dbclient.SubscribeToAllOptions;
import com.eventstore.dbclient.Subscription;
import com.eventstore.dbclient.SubscriptionFilter;
import com.eventstore.dbclient.SubscriptionListener;
import com.eventstore.dbclient.WrongExpectedVersionException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a user of the official client relies on first. */
@Timeout(60)
class OfficialClientTest {
    private EmbeddedEventStore store;
    private EventStoreDBClient client;

    @BeforeEach
    void start() {
        store = EmbeddedEventStore.start();
        client = EventStoreDBClient.create(EventStoreDBConnectionString.parseOrThrow(store.connectionString()));
    }

    @AfterEach
    void stop() throws Exception {
        client.shutdown().get(10, TimeUnit.SECONDS);
        store.close();
    }

    private void append(String stream, ExpectedRevision expected, String... types) throws Exception {
        List<EventData> events = List.of(types).stream()
                .map(type -> EventData.builderAsJson(
                                UUID.randomUUID(), type, "{\"a\":1}".getBytes(StandardCharsets.UTF_8))
                        .build())
                .toList();
        client.appendToStream(stream, AppendToStreamOptions.get().expectedRevision(expected), events.iterator())
                .get(10, TimeUnit.SECONDS);
    }

    private List<String> types(String stream) throws Exception {
        return client.readStream(stream, ReadStreamOptions.get()).get(10, TimeUnit.SECONDS).getEvents().stream()
                .map(event -> event.getOriginalEvent().getEventType())
                .toList();
    }

    @Test
    void whatIsAppendedIsReadBackInOrder() throws Exception {
        append("order-1", ExpectedRevision.noStream(), "placed", "paid");
        append("order-1", ExpectedRevision.expectedRevision(1), "shipped");

        assertThat(types("order-1")).containsExactly("placed", "paid", "shipped");
    }

    @Test
    void aWrongExpectationIsRefusedAndWritesNothing() throws Exception {
        append("order-1", ExpectedRevision.noStream(), "placed");

        assertThatThrownBy(() -> append("order-1", ExpectedRevision.noStream(), "placed"))
                .hasCauseInstanceOf(WrongExpectedVersionException.class);
        assertThat(types("order-1")).containsExactly("placed");
    }

    @Test
    void aDeletedStreamIsNotFoundUntilItIsWrittenAgain() throws Exception {
        append("order-1", ExpectedRevision.noStream(), "placed", "cancelled");
        client.deleteStream("order-1", DeleteStreamOptions.get()).get(10, TimeUnit.SECONDS);
        assertThatThrownBy(() -> types("order-1")).hasCauseInstanceOf(StreamNotFoundException.class);

        append("order-1", ExpectedRevision.noStream(), "placed again");

        assertThat(types("order-1")).containsExactly("placed again");
    }

    @Test
    void metadataTruncatesAStream() throws Exception {
        append("order-1", ExpectedRevision.noStream(), "a", "b", "c");
        StreamMetadata metadata = new StreamMetadata();
        metadata.setMaxCount(2L);
        client.setStreamMetadata("order-1", metadata).get(10, TimeUnit.SECONDS);

        assertThat(types("order-1")).containsExactly("b", "c");
        assertThat(client.getStreamMetadata("order-1").get(10, TimeUnit.SECONDS).getMaxCount())
                .isEqualTo(2L);
    }

    @Test
    void allIsReadInTheOrderOfWriting() throws Exception {
        append("a", ExpectedRevision.noStream(), "first");
        append("b", ExpectedRevision.noStream(), "second");

        assertThat(client.readAll(ReadAllOptions.get())
                        .get(10, TimeUnit.SECONDS)
                        .getEvents())
                .extracting(event -> event.getOriginalEvent().getEventType())
                .containsExactly("first", "second");
    }

    @Test
    void aSubscriptionDeliversWhatWasThereAndWhatComes() throws Exception {
        BlockingQueue<String> received = new LinkedBlockingQueue<>();
        append("order-1", ExpectedRevision.noStream(), "placed");
        append("other", ExpectedRevision.noStream(), "noise");
        SubscriptionListener listener = new SubscriptionListener() {
            @Override
            public void onEvent(Subscription subscription, ResolvedEvent event) {
                received.add(event.getOriginalEvent().getEventType());
            }
        };
        Subscription subscription = client.subscribeToAll(
                        listener,
                        SubscribeToAllOptions.get()
                                .fromStart()
                                .filter(SubscriptionFilter.newBuilder()
                                        .withStreamNameRegularExpression("^order-")
                                        .build()))
                .get(10, TimeUnit.SECONDS);

        assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo("placed");
        append("order-1", ExpectedRevision.any(), "paid");
        assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo("paid");
        subscription.stop();
    }
}
