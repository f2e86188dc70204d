package io.linker.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.eventstore.dbclient.CreatePersistentSubscriptionToAllOptions;
import com.eventstore.dbclient.CreatePersistentSubscriptionToStreamOptions;
import com.eventstore.dbclient.EventData;
import com.eventstore.dbclient.EventStoreDBClient;
import com.eventstore.dbclient.EventStoreDBConnectionString;
import com.eventstore.dbclient.EventStoreDBPersistentSubscriptionsClient;
import com.eventstore.dbclient.NackAction;
import com.eventstore.dbclient.PersistentSubscription;
import com.eventstore.dbclient.PersistentSubscriptionInfo;
import com.eventstore.dbclient.PersistentSubscriptionListener;
import com.eventstore.dbclient.PersistentSubscriptionToStreamInfo;
import com.eventstore.dbclient.ResolvedEvent;
import com.eventstore.dbclient.SubscriptionFilter;
import com.eventstore.dbclient.UpdatePersistentSubscriptionToStreamOptions;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Persistent subscriptions as a user of the official client sees them. */
@Timeout(60)
class PersistentSubscriptionClientTest {
    private EmbeddedEventStore store;
    private EventStoreDBClient streams;
    private EventStoreDBPersistentSubscriptionsClient groups;

    @BeforeEach
    void start() {
        store = EmbeddedEventStore.start();
        streams = EventStoreDBClient.create(EventStoreDBConnectionString.parseOrThrow(store.connectionString()));
        groups = EventStoreDBPersistentSubscriptionsClient.from(streams);
    }

    @AfterEach
    void stop() throws Exception {
        store.close(); // first, for the client waits 5 s for calls that are still open
        done(streams.shutdown());
    }

    private static <T> T done(Future<T> future) throws Exception {
        return future.get(10, TimeUnit.SECONDS);
    }

    private void append(String stream, String... types) throws Exception {
        List<EventData> events = Arrays.stream(types)
                .map(type -> EventData.builderAsJson(UUID.randomUUID(), type, "{}".getBytes(StandardCharsets.UTF_8))
                        .build())
                .toList();
        done(streams.appendToStream(stream, events.iterator()));
    }

    private void createFromStart(String stream, String group) throws Exception {
        groups.createToStream(
                        stream,
                        group,
                        CreatePersistentSubscriptionToStreamOptions.get().fromStart())
                .get(10, TimeUnit.SECONDS);
    }

    private PersistentSubscriptionToStreamInfo info(String stream, String group) throws Exception {
        return done(groups.getInfoToStream(stream, group)).orElseThrow();
    }

    /** A consumer that keeps what it gets. */
    private static final class Inbox extends PersistentSubscriptionListener {
        private final BlockingQueue<ResolvedEvent> events = new LinkedBlockingQueue<>();
        private final BlockingQueue<Integer> retries = new LinkedBlockingQueue<>();
        private final CompletableFuture<Throwable> cancelled = new CompletableFuture<>();

        @Override
        public void onEvent(PersistentSubscription subscription, int retryCount, ResolvedEvent event) {
            retries.add(retryCount);
            events.add(event);
        }

        @Override
        public void onCancelled(PersistentSubscription subscription, Throwable exception) {
            cancelled.complete(exception);
        }

        ResolvedEvent next() throws InterruptedException {
            ResolvedEvent event = events.poll(10, TimeUnit.SECONDS);
            assertThat(event).as("an event within 10 s").isNotNull();
            return event;
        }
    }

    @Test
    void aConsumerGetsHistoryAndNewEventsAndAcknowledgesThem() throws Exception {
        append("orders", "A", "B");
        createFromStart("orders", "billing");
        Inbox inbox = new Inbox();
        PersistentSubscription subscription = done(groups.subscribeToStream("orders", "billing", inbox));
        ResolvedEvent first = inbox.next();
        ResolvedEvent second = inbox.next();
        assertThat(List.of(first.getEvent().getEventType(), second.getEvent().getEventType()))
                .containsExactly("A", "B");
        subscription.ack(first, second);

        append("orders", "C");
        subscription.ack(inbox.next());
        await().untilAsserted(
                        () -> assertThat(info("orders", "billing").getStats().getOutstandingMessagesCount())
                                .isZero());
        assertThat(info("orders", "billing").getStats().getTotalItems()).isEqualTo(3);
    }

    @Test
    void aRefusedEventComesAgainWithItsRetryCount() throws Exception {
        append("orders", "A");
        createFromStart("orders", "billing");
        Inbox inbox = new Inbox();
        PersistentSubscription subscription = done(groups.subscribeToStream("orders", "billing", inbox));
        subscription.nack(NackAction.Retry, "not now", inbox.next());
        inbox.next();
        assertThat(inbox.retries).containsExactly(0, 1);
    }

    @Test
    void aParkedEventIsReplayedAsALinkToTheOriginal() throws Exception {
        append("orders", "A");
        createFromStart("orders", "billing");
        Inbox inbox = new Inbox();
        PersistentSubscription subscription = done(groups.subscribeToStream("orders", "billing", inbox));
        subscription.nack(NackAction.Park, "broken", inbox.next());
        await().untilAsserted(
                        () -> assertThat(info("orders", "billing").getStats().getParkedMessageCount())
                                .isEqualTo(1));

        groups.replayParkedMessagesToStream("orders", "billing").get(10, TimeUnit.SECONDS);
        ResolvedEvent replayed = inbox.next();
        assertThat(replayed.getEvent().getStreamId()).isEqualTo("orders");
        assertThat(replayed.getLink().getStreamId()).isEqualTo("$persistentsubscription-orders::billing-parked");
        subscription.ack(replayed);
        await().untilAsserted(
                        () -> assertThat(info("orders", "billing").getStats().getParkedMessageCount())
                                .isZero());
    }

    @Test
    void aFilteredGroupOnAllGetsOnlyWhatMatches() throws Exception {
        append("invoice-1", "A");
        append("order-1", "B");
        groups.createToAll(
                        "billing",
                        CreatePersistentSubscriptionToAllOptions.get()
                                .fromStart()
                                .filter(SubscriptionFilter.newBuilder()
                                        .withStreamNameRegularExpression("^order-")
                                        .build()))
                .get(10, TimeUnit.SECONDS);
        Inbox inbox = new Inbox();
        PersistentSubscription subscription = done(groups.subscribeToAll("billing", inbox));
        ResolvedEvent event = inbox.next();
        assertThat(event.getEvent().getStreamId()).isEqualTo("order-1");
        subscription.ack(event);

        append("invoice-1", "C");
        append("order-1", "D");
        assertThat(inbox.next().getEvent().getEventType()).isEqualTo("D");
        assertThat(done(groups.getInfoToAll("billing")).orElseThrow().getStats().getLastKnownEventPosition())
                .isPresent();
    }

    @Test
    void groupsCanBeListedUpdatedAndDeleted() throws Exception {
        createFromStart("orders", "billing");
        createFromStart("orders", "shipping");
        groups.updateToStream(
                        "orders",
                        "billing",
                        UpdatePersistentSubscriptionToStreamOptions.get()
                                .resolveLinkTos(true)
                                .fromStart())
                .get(10, TimeUnit.SECONDS);
        assertThat(info("orders", "billing").getSettings().shouldResolveLinkTos())
                .isTrue();
        assertThat(done(groups.listAll()))
                .extracting(PersistentSubscriptionInfo::getGroupName)
                .containsExactlyInAnyOrder("billing", "shipping");

        groups.deleteToStream("orders", "billing").get(10, TimeUnit.SECONDS);
        assertThat(done(groups.listToStream("orders")))
                .extracting(PersistentSubscriptionInfo::getGroupName)
                .containsExactly("shipping");
        assertThat(done(groups.getInfoToStream("orders", "billing"))).isEmpty();
    }

    @Test
    void deletingAGroupEndsTheCallsOfItsConsumers() throws Exception {
        createFromStart("orders", "billing");
        Inbox inbox = new Inbox();
        done(groups.subscribeToStream("orders", "billing", inbox));
        groups.deleteToStream("orders", "billing").get(10, TimeUnit.SECONDS);
        assertThat(done(inbox.cancelled))
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        dropped -> assertThat(dropped.getStatus().getCode()).isEqualTo(Status.Code.CANCELLED));
    }

    @Test
    void restartingTheSubsystemDropsConsumersAndKeepsGroups() throws Exception {
        createFromStart("orders", "billing");
        Inbox inbox = new Inbox();
        done(groups.subscribeToStream("orders", "billing", inbox));
        groups.restartSubsystem().get(10, TimeUnit.SECONDS);
        done(inbox.cancelled);
        assertThat(info("orders", "billing").getConnections()).isEmpty();
    }

    @Test
    void whatAConsumerThatStopsDidNotAnswerGoesToTheNext() throws Exception {
        append("orders", "A");
        createFromStart("orders", "billing");
        Inbox first = new Inbox();
        PersistentSubscription subscription = done(groups.subscribeToStream("orders", "billing", first));
        first.next();
        subscription.stop();

        Inbox second = new Inbox();
        done(groups.subscribeToStream("orders", "billing", second));
        second.next();
        assertThat(second.retries).containsExactly(1);
    }

    @Test
    void subscribingToAMissingGroupFails() {
        assertThatThrownBy(() -> done(groups.subscribeToStream("orders", "nobody", new Inbox())))
                .hasMessageContaining("does not exist");
    }
}
