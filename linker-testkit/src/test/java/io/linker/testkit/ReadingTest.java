package io.linker.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.eventstore.dbclient.DeleteStreamOptions;
import com.eventstore.dbclient.EventData;
import com.eventstore.dbclient.EventStoreDBClient;
import com.eventstore.dbclient.EventStoreDBConnectionString;
import com.eventstore.dbclient.Position;
import com.eventstore.dbclient.ReadAllOptions;
import com.eventstore.dbclient.ReadResult;
import com.eventstore.dbclient.ReadStreamOptions;
import com.eventstore.dbclient.RecordedEvent;
import com.eventstore.dbclient.ResolvedEvent;
import com.eventstore.dbclient.SubscribeToAllOptions;
import com.eventstore.dbclient.SubscribeToStreamOptions;
import com.eventstore.dbclient.Subscription;
import com.eventstore.dbclient.SubscriptionFilter;
import com.eventstore.dbclient.SubscriptionListener;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Reads and subscriptions as the official client sees them. */
@Timeout(60)
class ReadingTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private EmbeddedEventStore store;
    private EventStoreDBClient client;

    @BeforeEach
    void start() {
        store = EmbeddedEventStore.builder()
                .directory(directory)
                .standardProjections(true)
                .start();
        client = connect();
    }

    private EventStoreDBClient connect() {
        return EventStoreDBClient.create(EventStoreDBConnectionString.parseOrThrow(store.connectionString()));
    }

    @AfterEach
    void stop() throws Exception {
        client.shutdown().get(10, TimeUnit.SECONDS);
        store.close();
    }

    private static <T> T get(CompletableFuture<T> answer) throws Exception {
        return answer.get(10, TimeUnit.SECONDS);
    }

    private void append(String stream, String... types) throws Exception {
        get(client.appendToStream(
                stream,
                Stream.of(types)
                        .map(type -> EventData.builderAsBinary(
                                        UUID.randomUUID(), type, type.getBytes(StandardCharsets.UTF_8))
                                .build())
                        .iterator()));
    }

    private static List<String> types(ReadResult result) {
        return result.getEvents().stream()
                .map(ResolvedEvent::getOriginalEvent)
                .map(RecordedEvent::getEventType)
                .toList();
    }

    /** What a subscription gave. */
    private static final class Listener extends SubscriptionListener {
        final List<String> events = new CopyOnWriteArrayList<>();
        final List<Position> checkpoints = new CopyOnWriteArrayList<>();

        @Override
        public void onEvent(Subscription subscription, ResolvedEvent event) {
            events.add(event.getOriginalEvent().getEventType());
        }
    }

    @Test
    void aStreamIsReadBothWaysFromAnyRevision() throws Exception {
        append("s", "a", "b", "c");
        assertThat(types(get(client.readStream("s", ReadStreamOptions.get().fromRevision(1)))))
                .containsExactly("b", "c");
        assertThat(types(get(client.readStream(
                        "s", ReadStreamOptions.get().backwards().fromEnd()))))
                .containsExactly("c", "b", "a");
        ReadResult past = get(client.readStream("s", ReadStreamOptions.get().fromRevision(100)));
        assertThat(past.getEvents()).isEmpty();
        assertThat(past.getLastStreamPosition()).isEqualTo(2);
    }

    @Test
    void aPositionIsInclusiveForwardsAndExclusiveBackwards() throws Exception {
        append("s", "a", "b");
        append("t", "c");
        Position ofB = get(client.readStream("s", ReadStreamOptions.get()))
                .getEvents()
                .get(1)
                .getOriginalEvent()
                .getPosition();
        assertThat(types(get(client.readAll(ReadAllOptions.get().fromPosition(ofB)))))
                .startsWith("b");
        assertThat(types(get(client.readAll(
                        ReadAllOptions.get().backwards().fromPosition(ofB).maxCount(1)))))
                .containsExactly("a");
    }

    @Test
    void aCategoryIsReadThroughItsLinksAndWhatIsGoneLeavesTheLinkAlone() throws Exception {
        append("order-1", "placed");
        append("order-2", "placed");
        get(client.deleteStream("order-1", DeleteStreamOptions.get()));

        List<ResolvedEvent> events = get(client.readStream(
                        "$ce-order", ReadStreamOptions.get().resolveLinkTos()))
                .getEvents();

        assertThat(events.get(0).getEvent()).isNull();
        assertThat(events.get(0).getLink().getStreamId()).isEqualTo("$ce-order");
        assertThat(events.get(1).getEvent().getStreamId()).isEqualTo("order-2");
    }

    @Test
    void aFilterPassesOnlyWhatMatchesAndCheckpointsCoverTheRest() throws Exception {
        for (int i = 0; i < 200; i++) {
            append("noise-" + i, "noise");
        }
        append("wanted", "hit");
        Listener listener = new Listener();
        Subscription subscription = get(client.subscribeToAll(
                listener,
                SubscribeToAllOptions.get()
                        .filter(SubscriptionFilter.newBuilder()
                                .withStreamNameRegularExpression("^wanted$")
                                .withCheckpointer((from, position) -> {
                                    listener.checkpoints.add(position);
                                    return CompletableFuture.completedFuture(null);
                                })
                                .build())));
        await().atMost(PATIENCE).until(() -> listener.events.equals(List.of("hit")));
        await().atMost(PATIENCE).until(() -> listener.checkpoints.size() > 3);
        assertThat(listener.checkpoints)
                .extracting(Position::getCommitUnsigned)
                .isSorted()
                .doesNotHaveDuplicates();
        subscription.stop();
    }

    @Test
    void aSubscriptionFromTheEndHearsOnlyWhatComes() throws Exception {
        append("s", "before");
        Listener listener = new Listener();
        Subscription subscription = get(client.subscribeToStream(
                "s", listener, SubscribeToStreamOptions.get().fromEnd()));
        append("s", "after", "and more");
        await().atMost(PATIENCE).until(() -> listener.events.equals(List.of("after", "and more")));
        subscription.stop();
    }

    @Test
    void aRestartedNodeHasEverythingItAnswered() throws Exception {
        append("s", "a", "b");
        Position before = get(client.readStream("s", ReadStreamOptions.get()))
                .getEvents()
                .get(1)
                .getOriginalEvent()
                .getPosition();
        get(client.shutdown());
        EmbeddedEventStore closed = store;
        closed.close();
        store = EmbeddedEventStore.builder().directory(directory).start();
        client = connect();

        append("s", "c");
        closed.close(); // once more, which must not touch the files

        List<ResolvedEvent> events =
                get(client.readStream("s", ReadStreamOptions.get())).getEvents();
        assertThat(events)
                .extracting(event -> event.getOriginalEvent().getEventType())
                .containsExactly("a", "b", "c");
        assertThat(events.get(1).getOriginalEvent().getPosition()).isEqualTo(before);
    }
}
