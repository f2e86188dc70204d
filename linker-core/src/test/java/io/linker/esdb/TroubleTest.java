package io.linker.esdb;

import static io.linker.esdb.HeardAtDestination.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.linker.error.Failure.Kind;
import io.linker.esdb.HeardAtDestination.Written;
import io.linker.esdb.HeardAtOrigin.Answered;
import io.linker.esdb.HeardAtOrigin.Arrived;
import io.linker.esdb.HeardAtOrigin.CaughtUp;
import io.linker.esdb.HeardAtOrigin.Connected;
import io.linker.esdb.HeardAtOrigin.Ended;
import io.linker.event.NewEvent;
import io.linker.event.OriginPosition;
import io.linker.event.Position;
import io.linker.origin.Origin;
import io.linker.origin.OriginRead;
import io.linker.origin.OriginSource;
import io.linker.testkit.EmbeddedEventStore;
import io.linker.testkit.FaultProxy;
import io.linker.write.Destination;
import io.linker.write.ReadAnswer;
import io.linker.write.ReadRequest;
import io.linker.write.WriteAnswer;
import io.linker.write.WriteRequest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What servers and networks do to a link, and how it is told. */
class TroubleTest {
    private final EmbeddedEventStore store = EmbeddedEventStore.start();
    private final HeardAtDestination written = new HeardAtDestination();
    private final HeardAtOrigin read = new HeardAtOrigin();
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
        store.close();
    }

    @Test
    void aSubscriptionThatFellBehindIsToBeResumed() {
        subscribed();
        store.faults().subscriptions().endAsTooSlow();
        assertThat(read.next(Ended.class).why().kind()).isEqualTo(Kind.TOO_SLOW);
    }

    @Test
    void aSubscriptionThatIsCancelledOrCompletedIsOver() {
        subscribed();
        store.faults().subscriptions().cancel();
        assertThat(read.next(Ended.class).why().kind()).isEqualTo(Kind.ENDED);
        subscribed();
        store.faults().subscriptions().complete();
        assertThat(read.next(Ended.class).why().kind()).isEqualTo(Kind.ENDED);
    }

    @Test
    void aSubscriptionOnANodeThatLostItsLeadershipIsOver() {
        subscribed();
        store.faults().subscriptions().endAsFollowerOf("127.0.0.1", 1);
        assertThat(read.next(Ended.class).why().kind()).isEqualTo(Kind.NOT_LEADER);
    }

    @Test
    void aPositionOfAnotherDatabaseIsAVerdict() {
        append("order-1", -1);
        Origin origin = connected();
        var foreign = new Position(1, 1);
        origin.subscribe(new OriginPosition.All(foreign));
        origin.request(10);
        Ended ended = read.next(Ended.class);
        assertThat(ended.why().kind()).isEqualTo(Kind.INVALID_POSITION);
        assertThat(ended.why().message()).contains("C:1/P:1", "another database");
    }

    @Test
    void aHandlerThatFailsIsNoVerdictAboutThePosition() {
        append("order-1", -1);
        Origin origin = connected();
        origin.subscribe(OriginPosition.All.START);
        origin.request(1);
        OriginPosition position = read.await(Arrived.class).event().position();
        Origin again = connected();
        store.faults().subscriptions().next(1).fail(Status.UNKNOWN.withDescription("Exception was thrown by handler."));
        again.subscribe(position);
        again.request(10);
        assertThat(read.await(Ended.class).why().kind()).isEqualTo(Kind.UNKNOWN);
    }

    @Test
    void anUnansweredWriteIsUndecidedInTimeAndALateAnswerIsNotHeard() {
        Destination destination = connect(store.connectionString() + "&defaultDeadline=400");
        var holding = store.faults().appends().holdAnswers();
        destination.write(1, append());
        Written undecided = next(written.written);
        assertThat(undecided.answer())
                .isInstanceOfSatisfying(
                        WriteAnswer.Undecided.class,
                        answer -> assertThat(answer.why().kind()).isEqualTo(Kind.TIMEOUT));
        holding.close();
        destination.write(2, append());
        assertThat(next(written.written).id()).isEqualTo(2);
        assertThat(written.written).isEmpty();
    }

    @Test
    void notReadyIsNotNowForEachBatchAndTheCallGoesOn() {
        Destination destination = connect(store.connectionString());
        var election = store.faults().appends().refuseAsNotReady();
        WriteRequest same = append();
        destination.write(1, same);
        assertThat(next(written.written).answer()).isInstanceOf(WriteAnswer.NotNow.class);
        election.close();
        destination.write(1, same);
        assertThat(next(written.written).answer()).isEqualTo(new WriteAnswer.Success(0));
    }

    @Test
    void aTimeOutIsUndecidedWhetherItWroteOrNot() {
        Destination destination = connect(store.connectionString());
        WriteRequest same = append();
        store.faults().appends().next(1).commitButTimeOut();
        destination.write(1, same);
        assertThat(next(written.written).answer()).isInstanceOf(WriteAnswer.Undecided.class);
        destination.write(1, same);
        assertThat(next(written.written).answer()).isEqualTo(new WriteAnswer.Success(0));
    }

    @Test
    void aTombstoneOnANodeThatIsNotReadyIsNotNowAndOneThatHangsIsUndecided() {
        append("order-1", -1);
        Destination destination = connect(store.connectionString() + "&defaultDeadline=300");
        var election = store.faults().notReady();
        destination.write(1, new WriteRequest.Tombstone("order-1", 0));
        assertThat(next(written.written).answer()).isInstanceOf(WriteAnswer.NotNow.class);
        election.close();
        open.push(store.faults().hang());
        destination.write(2, new WriteRequest.Tombstone("order-1", 0));
        assertThat(next(written.written).answer()).isInstanceOf(WriteAnswer.Undecided.class);
    }

    @Test
    void aMessageThatEndsTheCallIsToldFromALostConnection() {
        Destination destination = connect(store.connectionString());
        store.faults()
                .appends()
                .next(1)
                .failCall(Status.RESOURCE_EXHAUSTED.withDescription(
                        "Received message exceeds the maximum configured message size."));
        destination.write(1, append());
        assertThat(next(written.ended).why().kind()).isEqualTo(Kind.MESSAGE_TOO_LARGE);
        assertThat(written.written).isEmpty();
    }

    @Test
    void aReadThatHangsIsAnsweredInTime() {
        Destination destination = connect(store.connectionString() + "&defaultDeadline=300");
        open.push(store.faults().hang());
        destination.read(1, new ReadRequest("order-1", Long.MAX_VALUE, 1));
        assertThat(next(written.reads).answer())
                .isInstanceOfSatisfying(
                        ReadAnswer.Failed.class,
                        answer -> assertThat(answer.failure().kind()).isEqualTo(Kind.TIMEOUT));
    }

    @Test
    void aTransportThatTakesNoMoreSaysSoAndSaysWhenItDoes() {
        FaultProxy proxy = FaultProxy.to("127.0.0.1", store.port());
        open.add(proxy);
        Destination destination = connect("esdb://127.0.0.1:" + proxy.port() + "?tls=false");
        proxy.stall();
        for (int i = 0; i < 40; i++) { // more than all windows and socket buffers on the way hold
            var large = new NewEvent(UUID.randomUUID(), "large", false, new byte[500_000], new byte[0]);
            destination.write(i, new WriteRequest.Append("order-" + i, -1, List.of(large)));
        }
        assertThat(destination.isWritable("any")).isFalse();
        written.writable.clear();
        proxy.resume();
        next(written.writable);
        await().untilAsserted(() -> assertThat(destination.isWritable("any")).isTrue());
    }

    @Test
    void theBytesOfALargeEventArriveWhole() {
        byte[] data = new byte[900_000];
        new java.util.Random(1).nextBytes(data);
        Destination destination = connect(store.connectionString());
        var event = new NewEvent(UUID.randomUUID(), "large", false, data, data.clone());
        store.faults().countDataOnly();
        destination.write(1, new WriteRequest.Append("order-1", -1, List.of(event)));
        assertThat(next(written.written).answer()).isEqualTo(new WriteAnswer.Success(0));
        subscribed();
        connected().read(1, new OriginRead.StreamPage("order-1", 0, false, 1));
        var page = (OriginRead.Answer.Page) read.await(Answered.class).answer();
        assertThat(page.events().get(0).data()).isEqualTo(data);
        assertThat(page.events().get(0).metadata()).isEqualTo(data);
    }

    @Test
    void aCategoryIsReadThroughItsLinks() {
        Destination destination = connect(store.connectionString());
        append("order-1", -1);
        append("order-2", -1);
        List<NewEvent> links = new ArrayList<>();
        for (String target : List.of("0@order-1", "0@order-2", "7@order-gone")) {
            byte[] data = target.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            links.add(new NewEvent(UUID.randomUUID(), "$>", false, data, new byte[0]));
        }
        destination.write(1, new WriteRequest.Append("$ce-order", -1, links));
        next(written.written);
        Origin origin = EsdbLink.origin(
                ConnectionString.parse(store.connectionString(), "origin-01"),
                new OriginSource.Category("order"),
                Runnable::run,
                "test");
        open.push(origin);
        origin.connect(1, read);
        read.next(Connected.class);
        origin.subscribe(OriginPosition.Streams.START.with("$ce-order", 0));
        origin.request(10);
        Arrived second = read.await(Arrived.class);
        assertThat(second.event().event().stream()).isEqualTo("order-2");
        assertThat(second.event().position()).isEqualTo(OriginPosition.Streams.START.with("$ce-order", 1));
        Arrived gone = read.next(Arrived.class);
        assertThat(gone.event().event().type()).isEqualTo("$>");
        assertThat(gone.event().position()).isEqualTo(OriginPosition.Streams.START.with("$ce-order", 2));
    }

    private Origin connected() {
        Origin origin = EsdbLink.origin(
                ConnectionString.parse(store.connectionString(), "origin-01"),
                new OriginSource.All(null),
                Runnable::run,
                "test");
        open.push(origin);
        origin.connect(1, read);
        read.await(Connected.class);
        return origin;
    }

    private void subscribed() {
        Origin origin = connected();
        origin.subscribe(OriginPosition.All.START);
        origin.request(1000);
        read.await(CaughtUp.class);
    }

    private Destination connect(String connectionString) {
        Destination destination =
                EsdbLink.destination(ConnectionString.parse(connectionString, "destination-01"), 1, "test");
        open.push(destination);
        destination.connect(1, written);
        next(written.connected);
        return destination;
    }

    private void append(String stream, long expected) {
        var answers = new HeardAtDestination();
        try (Destination writer =
                EsdbLink.destination(ConnectionString.parse(store.connectionString(), "writer"), 1, "writer")) {
            writer.connect(1, answers);
            next(answers.connected);
            writer.write(1, new WriteRequest.Append(stream, expected, List.of(event())));
            assertThat(next(answers.written).answer()).isInstanceOf(WriteAnswer.Success.class);
            writer.close(Duration.ofSeconds(1));
        }
    }

    private static WriteRequest append() {
        return new WriteRequest.Append("order-1", -1, List.of(event()));
    }

    private static NewEvent event() {
        return new NewEvent(UUID.randomUUID(), "test", false, new byte[0], new byte[0]);
    }
}
