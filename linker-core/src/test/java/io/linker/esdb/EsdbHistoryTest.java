package io.linker.esdb;

import static io.linker.esdb.HeardAtDestination.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.linker.error.DatabaseException;
import io.linker.error.Failure.Kind;
import io.linker.event.NewEvent;
import io.linker.event.OriginPosition;
import io.linker.event.RecordedEvent;
import io.linker.event.ServerFilter;
import io.linker.origin.OriginSource;
import io.linker.testkit.EmbeddedEventStore;
import io.linker.verify.HistorySource;
import io.linker.write.Destination;
import io.linker.write.WriteAnswer;
import io.linker.write.WriteRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EsdbHistoryTest {
    private final EmbeddedEventStore store = EmbeddedEventStore.start();
    private final EsdbConnection connection = ConnectionString.parse(store.connectionString(), "db-1");
    private final HeardAtDestination answers = new HeardAtDestination();
    private final Destination writer = EsdbLink.destination(connection, 1, "writer");

    @BeforeEach
    void connect() {
        writer.connect(1, answers);
        next(answers.connected);
    }

    @AfterEach
    void close() {
        writer.close();
        store.close();
    }

    @Test
    void allIsReadToItsEndHoweverManyEventsThereAre() {
        for (int i = 0; i < 20; i++) {
            append("order-" + i, -1, 500, 100);
        }
        List<RecordedEvent> events = read(new OriginSource.All(null));
        assertThat(events.stream().filter(event -> event.stream().startsWith("order-")))
                .hasSize(10_000);
        assertThat(events).extracting(RecordedEvent::position).isSorted();
    }

    @Test
    void theEndIsThatOfTheBeginning() {
        append("order-1", -1, 3, 10);
        var events = new ArrayList<RecordedEvent>();
        readAll(history(new OriginSource.All(null)), event -> {
            if (events.isEmpty()) {
                append("order-2", -1, 100, 10);
            }
            events.add(event);
        });
        assertThat(events).noneMatch(event -> event.stream().equals("order-2"));
    }

    @Test
    void anEmptyOrFilteredDatabaseHasAnEnd() {
        append("order-1", -1, 3, 10);
        var none = new OriginSource.All(new ServerFilter(ServerFilter.What.STREAM, "^nothing-"));
        assertThat(read(none)).isEmpty();
    }

    @Test
    void streamsComeOneAfterTheOtherEachWithItsDocumentAndItsEnd() {
        append("order-1", -1, 3, 10);
        append("order-2", -1, 1, 10);
        append("$$order-1", -1, 1, 0);
        write(new WriteRequest.Tombstone("order-2", 0));
        var source = new OriginSource.Streams(List.of("order-1", "order-2", "order-3"));
        assertThat(read(source))
                .extracting(event -> event.stream() + "@" + event.revision())
                .containsExactly("order-1@0", "order-1@1", "order-1@2", "$$order-1@0", "order-2@" + Long.MAX_VALUE);
    }

    @Test
    void aCategoryIsReadThroughItsLinks() {
        append("order-1", -1, 2, 10);
        byte[] link = "1@order-1".getBytes(StandardCharsets.UTF_8);
        byte[] gone = "1@order-gone".getBytes(StandardCharsets.UTF_8);
        write(new WriteRequest.Append(
                "$ce-order",
                -1,
                List.of(
                        new NewEvent(UUID.randomUUID(), "$>", false, link, new byte[0]),
                        new NewEvent(UUID.randomUUID(), "$>", false, gone, new byte[0]))));
        assertThat(read(new OriginSource.Category("order")))
                .extracting(event -> event.stream() + "@" + event.revision())
                .containsExactly("order-1@1");
    }

    @Test
    void whatStandsBetweenTwoPlacesIsReadAndNothingElse() {
        for (OriginSource source : List.of(
                new OriginSource.All(new ServerFilter(ServerFilter.What.STREAM, "^order-")),
                new OriginSource.Streams(List.of("order-1", "order-2")))) {
            append("order-1", head("order-1"), 3, 10);
            OriginPosition from = history(source).end();
            append("order-1", head("order-1"), 4, 10);
            OriginPosition to = history(source).end();
            append("order-1", head("order-1"), 5, 10);
            var events = new ArrayList<RecordedEvent>();
            history(source).between(from, to).read(events::add);
            assertThat(events).hasSize(4);
            history(source).between(to, to).read(events::add);
            assertThat(events).hasSize(4);
        }
    }

    private long head(String stream) {
        return read(new OriginSource.Streams(List.of(stream))).stream()
                .filter(event -> event.stream().equals(stream))
                .mapToLong(RecordedEvent::revision)
                .max()
                .orElse(-1);
    }

    @Test
    void aReadingThatIsCutGoesOnWhereItWas() {
        for (int i = 0; i < 20; i++) {
            append("order-" + i, -1, 500, 1_000);
        }
        var events = new ArrayList<RecordedEvent>();
        readAll(history(new OriginSource.All(null)), event -> {
            if (events.size() == 1_000 || events.size() == 5_000) {
                store.faults().cutConnections();
            }
            events.add(event);
        });
        assertThat(events.stream().filter(event -> event.stream().startsWith("order-")))
                .hasSize(10_000);
        assertThat(events).extracting(RecordedEvent::position).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void largeEventsAreReadAFewAtATime() {
        for (int i = 0; i < 20; i++) {
            append("order-1", i - 1, 1, 1_000_000);
        }
        assertThat(read(new OriginSource.Streams(List.of("order-1"))))
                .filteredOn(event -> event.data().length == 1_000_000)
                .hasSize(20);
    }

    @Test
    void aDatabaseThatCannotBeReadIsToldWithTheReason() {
        var nobody = ConnectionString.parse("esdb://127.0.0.1:" + Sockets.deadPort() + "?tls=false", "db-2");
        assertThatThrownBy(() -> EsdbLink.destinationHistory(nobody, "test").end())
                .isInstanceOfSatisfying(
                        DatabaseException.class,
                        thrown -> assertThat(thrown.failure().kind()).isEqualTo(Kind.UNAVAILABLE))
                .hasMessageContaining("db-2");
    }

    private List<RecordedEvent> read(OriginSource source) {
        var events = new ArrayList<RecordedEvent>();
        readAll(history(source), events::add);
        return events;
    }

    private HistorySource history(OriginSource source) {
        return EsdbLink.originHistory(connection, source, "test");
    }

    private static void readAll(HistorySource history, Consumer<RecordedEvent> each) {
        OriginPosition end = history.end();
        OriginPosition beginning =
                end instanceof OriginPosition.All ? OriginPosition.All.START : OriginPosition.Streams.START;
        history.between(beginning, end).read(each);
    }

    private void append(String stream, long expected, int count, int size) {
        List<NewEvent> events = new ArrayList<>();
        String type = stream.startsWith("$$") ? "$metadata" : "test";
        byte[] data = stream.startsWith("$$") ? "{}".getBytes(StandardCharsets.UTF_8) : new byte[size];
        for (int i = 0; i < count; i++) {
            events.add(new NewEvent(UUID.randomUUID(), type, stream.startsWith("$$"), data, new byte[0]));
        }
        write(new WriteRequest.Append(stream, expected, events));
    }

    private void write(WriteRequest request) {
        writer.write(1, request);
        assertThat(next(answers.written).answer()).isInstanceOf(WriteAnswer.Success.class);
    }
}
