package io.linker.esdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.linker.error.Failure;
import io.linker.esdb.HeardAtOrigin.Answered;
import io.linker.esdb.HeardAtOrigin.Arrived;
import io.linker.esdb.HeardAtOrigin.CaughtUp;
import io.linker.esdb.HeardAtOrigin.Checkpoint;
import io.linker.esdb.HeardAtOrigin.Connected;
import io.linker.esdb.HeardAtOrigin.Ended;
import io.linker.esdb.HeardAtOrigin.Subscribed;
import io.linker.event.NewEvent;
import io.linker.event.OriginPosition;
import io.linker.event.Position;
import io.linker.event.RecordedEvent;
import io.linker.event.ServerFilter;
import io.linker.origin.Origin;
import io.linker.origin.OriginRead;
import io.linker.origin.OriginSource;
import io.linker.testkit.EmbeddedEventStore;
import io.linker.write.Destination;
import io.linker.write.WriteAnswer;
import io.linker.write.WriteRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EsdbOriginTest {
    private static final OriginSource ALL = new OriginSource.All(null);

    private final EmbeddedEventStore store = EmbeddedEventStore.start();
    private final EsdbConnection connection = ConnectionString.parse(store.connectionString(), "origin-01");
    private final ExecutorService prepare = Executors.newSingleThreadExecutor(task -> new Thread(task, "preparation"));
    private final HeardAtOrigin heard = new HeardAtOrigin();
    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
        prepare.shutdownNow();
        store.close();
    }

    @Test
    void allIsReadFromTheBeginningAndThenLiveOnThePreparationThread() {
        write("order-1", -1, 3);
        Origin origin = connected(ALL);
        origin.subscribe(OriginPosition.All.START);
        heard.next(Subscribed.class);
        origin.request(100);
        List<Arrived> arrived = arrived(3);
        assertThat(arrived).allMatch(event -> event.thread().equals("preparation"));
        assertThat(arrived)
                .extracting(event -> event.event().event().revision())
                .containsExactly(0L, 1L, 2L);
        heard.next(CaughtUp.class);
        write("order-1", 2, 1);
        assertThat(heard.next(Arrived.class).event().event().revision()).isEqualTo(3);
    }

    @Test
    void aPositionIsResumedAfterItself() {
        write("order-1", -1, 3);
        Origin origin = connected(ALL);
        origin.subscribe(OriginPosition.All.START);
        origin.request(2);
        heard.next(Subscribed.class);
        OriginPosition second = arrived(2).get(1).event().position();
        origin.connect(2, heard);
        heard.next(Connected.class);
        origin.subscribe(second);
        origin.request(10);
        heard.next(Subscribed.class);
        assertThat(heard.next(Arrived.class).event().event().revision()).isEqualTo(2);
    }

    @Test
    void nothingComesThatWasNotAskedFor() {
        write("order-1", -1, 10);
        Origin origin = connected(ALL);
        origin.subscribe(OriginPosition.All.START);
        heard.next(Subscribed.class);
        assertThat(heard.isSilent()).isTrue();
        origin.request(4);
        arrived(4);
        assertThat(heard.isSilent()).isTrue();
    }

    @Test
    void theServerFiltersByStreamAndItsCheckpointsPassTheRest() {
        write("invoice-1", -1, 5);
        write("order-1", -1, 1);
        write("invoice-2", -1, 5);
        Origin origin = connected(new OriginSource.All(new ServerFilter(ServerFilter.What.STREAM, "^order-")));
        origin.subscribe(OriginPosition.All.START);
        origin.request(100);
        heard.next(Subscribed.class);
        OriginPosition event = heard.await(Arrived.class).event().position();
        Position checkpoint =
                ((OriginPosition.All) heard.await(Checkpoint.class).position()).position();
        assertThat(checkpoint).isGreaterThan(((OriginPosition.All) event).position());
    }

    @Test
    void severalStreamsAreMergedEachWithItsOwnRevision() {
        write("order-1", -1, 300);
        write("order-2", -1, 2);
        write("order-3", -1, 5);
        Origin origin = connected(new OriginSource.Streams(List.of("order-1", "order-2", "nothing-yet")));
        origin.subscribe(new OriginPosition.Streams(Map.of("order-2", 0L)));
        origin.request(301);
        heard.next(Subscribed.class);
        List<Arrived> arrived = arrived(301);
        assertThat(arrived.stream()
                        .filter(event -> event.event().event().stream().equals("order-1")))
                .extracting(event -> event.event().event().revision())
                .isSorted()
                .hasSize(300);
        assertThat(arrived.get(300).event().position())
                .isEqualTo(new OriginPosition.Streams(Map.of("order-1", 299L, "order-2", 1L)));
        assertThat(heard.isSilent()).isTrue();
        origin.request(10);
        heard.next(CaughtUp.class);
        write("nothing-yet", -1, 1);
        assertThat(heard.next(Arrived.class).event().position())
                .isEqualTo(new OriginPosition.Streams(Map.of("order-1", 299L, "order-2", 1L, "nothing-yet", 0L)));
    }

    @Test
    void aTombstoneEndsItsStreamButNotTheSubscription() {
        write("order-1", -1, 1);
        write("order-2", -1, 1);
        Origin origin = connected(new OriginSource.Streams(List.of("order-1", "order-2")));
        origin.subscribe(OriginPosition.Streams.START);
        origin.request(100);
        heard.await(CaughtUp.class);
        write(new WriteRequest.Tombstone("order-1", 0));
        assertThat(heard.next(Arrived.class).event().event().isTombstone()).isTrue();
        write("order-2", 0, 1);
        assertThat(heard.next(Arrived.class).event().event().stream()).isEqualTo("order-2");
    }

    @Test
    void aTombstoneWrittenWhileTheLinkWasAwayIsLearnedAllTheSame() {
        write("order-1", -1, 1);
        write(new WriteRequest.Tombstone("order-1", 0));
        Origin origin = connected(new OriginSource.Streams(List.of("order-1")));
        origin.subscribe(OriginPosition.Streams.START);
        origin.request(100);
        heard.next(Subscribed.class);
        RecordedEvent tombstone = heard.await(Arrived.class).event().event();
        assertThat(tombstone.isTombstone()).isTrue();
        assertThat(tombstone.stream()).isEqualTo("order-1");
        origin.connect(2, heard);
        heard.await(Connected.class);
        origin.subscribe(new OriginPosition.Streams(Map.of("order-1", RecordedEvent.TOMBSTONE_REVISION)));
        origin.request(1);
        heard.next(Subscribed.class);
        heard.next(CaughtUp.class);
        assertThat(heard.isSilent()).isTrue();
    }

    @Test
    void aTombstoneIsLearnedThoughTheServerCannotSpeakTheName() {
        write("bestellung-ü", -1, 1);
        write(new WriteRequest.Tombstone("bestellung-ü", 0));
        Origin origin = connected(new OriginSource.Streams(List.of("bestellung-ü")));
        origin.subscribe(OriginPosition.Streams.START);
        origin.request(100);
        assertThat(heard.await(Arrived.class).event().event().isTombstone()).isTrue();
        heard.next(CaughtUp.class);
        assertThat(answer(origin, new OriginRead.StreamPage("bestellung-ü", 0, false, 1)))
                .isEqualTo(new OriginRead.Answer.Tombstoned());
        var head = (OriginRead.Answer.Head) answer(origin, new OriginRead.Head());
        assertThat(head.position()).isEqualTo(new OriginPosition.Streams(Map.of("bestellung-ü", Long.MAX_VALUE)));
    }

    @Test
    void aPositionWithoutAnEventIsToldFromAServerInTrouble() {
        write("order-1", -1, 1);
        Origin origin = connected(ALL);
        var failed = (OriginRead.Answer.Failed) answer(origin, new OriginRead.EventAt(new Position(1, 1)));
        assertThat(failed.failure().kind()).isEqualTo(Failure.Kind.INVALID_POSITION);
        var beyond = new Position(1L << 40, 1L << 40);
        assertThat(answer(origin, new OriginRead.EventAt(beyond))).isEqualTo(new OriginRead.Answer.Page(List.of(), -1));
    }

    @Test
    void theHeadOfAllIsItsNewestEvent() {
        Origin origin = connected(ALL);
        write("order-1", -1, 2);
        var head = (OriginRead.Answer.Head) answer(origin, new OriginRead.Head());
        RecordedEvent newest = Objects.requireNonNull(head.newest());
        assertThat(newest.stream()).isEqualTo("order-1");
        assertThat(newest.revision()).isEqualTo(1);
        assertThat(head.position()).isEqualTo(new OriginPosition.All(newest.position()));
        var at = (OriginRead.Answer.Page) answer(origin, new OriginRead.EventAt(newest.position()));
        assertThat(at.events()).hasSize(1);
        assertThat(at.events().get(0).id()).isEqualTo(newest.id());
    }

    @Test
    void theHeadOfStreamsIsARevisionForEach() {
        write("order-1", -1, 3);
        write("order-2", -1, 1);
        write(new WriteRequest.Tombstone("order-2", 0));
        Origin origin = connected(new OriginSource.Streams(List.of("order-1", "order-2", "order-3")));
        var head = (OriginRead.Answer.Head) answer(origin, new OriginRead.Head());
        assertThat(head.position())
                .isEqualTo(new OriginPosition.Streams(Map.of("order-1", 2L, "order-2", Long.MAX_VALUE)));
    }

    @Test
    void streamsAreReadInPagesBothWays() {
        write("order-1", -1, 10);
        Origin origin = connected(ALL);
        var back =
                (OriginRead.Answer.Page) answer(origin, new OriginRead.StreamPage("order-1", Long.MAX_VALUE, true, 2));
        assertThat(back.events()).extracting(RecordedEvent::revision).containsExactly(9L, 8L);
        assertThat(back.head()).isEqualTo(9);
        var forth = (OriginRead.Answer.Page) answer(origin, new OriginRead.StreamPage("order-1", 4, false, 3));
        assertThat(forth.events()).extracting(RecordedEvent::revision).containsExactly(4L, 5L, 6L);
        var none = (OriginRead.Answer.Page) answer(origin, new OriginRead.StreamPage("none", 0, false, 3));
        assertThat(none.head()).isEqualTo(-1);
        write(new WriteRequest.Tombstone("order-1", 9));
        assertThat(answer(origin, new OriginRead.StreamPage("order-1", 4, false, 3)))
                .isEqualTo(new OriginRead.Answer.Tombstoned());
    }

    @Test
    void theEndOfTheNodeEndsTheSessionAndNothingFollows() {
        Origin origin = connected(ALL);
        origin.subscribe(OriginPosition.All.START);
        origin.request(10);
        heard.await(CaughtUp.class);
        store.close();
        assertThat(heard.next(Ended.class).why().kind().canHeal()).isTrue();
        assertThat(heard.isSilent()).isTrue();
    }

    @Test
    void aDisconnectedOriginIsSilent() {
        Origin origin = connected(ALL);
        origin.subscribe(OriginPosition.All.START);
        origin.request(10);
        heard.await(CaughtUp.class);
        origin.disconnect();
        write("order-1", -1, 1);
        assertThat(heard.isSilent()).isTrue();
    }

    private Origin connected(OriginSource source) {
        Origin origin = EsdbLink.origin(connection, source, prepare, "test");
        open.add(origin);
        origin.connect(1, heard);
        assertThat(heard.next(Connected.class).server().endpoint()).isEqualTo("127.0.0.1:" + store.port());
        return origin;
    }

    private OriginRead.Answer answer(Origin origin, OriginRead read) {
        origin.read(5, read);
        return heard.next(Answered.class).answer();
    }

    private List<Arrived> arrived(int count) {
        List<Arrived> arrived = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            arrived.add(heard.next(Arrived.class));
        }
        return arrived;
    }

    private void write(String stream, long expected, int count) {
        List<NewEvent> events = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            events.add(
                    new NewEvent(UUID.randomUUID(), "test", true, "{}".getBytes(StandardCharsets.UTF_8), new byte[0]));
        }
        write(new WriteRequest.Append(stream, expected, events));
    }

    private void write(WriteRequest request) {
        try (Destination writer = EsdbLink.destination(connection, 1, "writer")) {
            var answers = new HeardAtDestination();
            writer.connect(1, answers);
            HeardAtDestination.next(answers.connected);
            writer.write(1, request);
            assertThat(HeardAtDestination.next(answers.written).answer()).isInstanceOf(WriteAnswer.Success.class);
            writer.close(Duration.ofSeconds(1));
        }
    }
}
