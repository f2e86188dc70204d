package io.linker.esdb;

import static io.linker.esdb.HeardAtDestination.next;
import static org.assertj.core.api.Assertions.assertThat;

import io.linker.error.Failure;
import io.linker.esdb.HeardAtDestination.Read;
import io.linker.esdb.HeardAtDestination.Written;
import io.linker.event.NewEvent;
import io.linker.event.RecordedEvent;
import io.linker.testkit.EmbeddedEventStore;
import io.linker.write.Destination;
import io.linker.write.ReadAnswer;
import io.linker.write.ReadRequest;
import io.linker.write.WriteAnswer;
import io.linker.write.WriteRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EsdbDestinationTest {
    private final EmbeddedEventStore store = EmbeddedEventStore.start();
    private final HeardAtDestination heard = new HeardAtDestination();
    private final Destination destination =
            EsdbLink.destination(ConnectionString.parse(store.connectionString(), "destination-01"), 2, "test");

    @BeforeEach
    void connect() {
        destination.connect(1, heard);
        next(heard.connected);
    }

    @AfterEach
    void close() {
        destination.close(Duration.ofSeconds(2));
        store.close();
    }

    @Test
    void batchesOfOneStreamCanBeSentWithoutWaitingAndKeepTheirOrder() {
        for (int i = 0; i < 100; i++) {
            destination.write(i, new WriteRequest.Append("order-1", 2L * i - 1, List.of(event("a"), event("b"))));
        }
        List<Long> revisions = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Written written = next(heard.written);
            assertThat(written.answer()).isEqualTo(new WriteAnswer.Success(2 * written.id() + 1));
            revisions.add(written.id());
        }
        assertThat(revisions).doesNotHaveDuplicates();
    }

    @Test
    void connectionsAreAddedUnderWayAndTheOrderOfAStreamIsKept() {
        for (int i = 0; i < 100; i++) {
            if (i == 30) {
                destination.spread(2);
            }
            destination.write(i, new WriteRequest.Append("order-1", i - 1, List.of(event("a"))));
            destination.write(100 + i, new WriteRequest.Append("other-" + i, -1, List.of(event("a"))));
        }
        for (int i = 0; i < 200; i++) {
            Written written = next(heard.written);
            long revision = written.id() < 100 ? written.id() : 0;
            assertThat(written.answer()).isEqualTo(new WriteAnswer.Success(revision));
        }
    }

    @Test
    void aBatchIsReadBackByteForByte() {
        byte[] data = {0, 1, -1, 127};
        byte[] metadata = "{ \"n\" : 1.10 }".getBytes(StandardCharsets.UTF_8);
        var event = new NewEvent(UUID.randomUUID(), "Ünicode", false, data, metadata);
        append("bestellung-ü", -1, event);
        destination.read(7, new ReadRequest("bestellung-ü", Long.MAX_VALUE, 10));
        Read read = next(heard.reads);
        assertThat(read.id()).isEqualTo(7);
        assertThat(read.answer()).isInstanceOfSatisfying(ReadAnswer.Page.class, page -> {
            assertThat(page.head()).isZero();
            RecordedEvent back = page.events().get(0);
            assertThat(back.stream()).isEqualTo("bestellung-ü");
            assertThat(back.id()).isEqualTo(event.id());
            assertThat(back.type()).isEqualTo("Ünicode");
            assertThat(back.json()).isFalse();
            assertThat(back.data()).isEqualTo(data);
            assertThat(back.metadata()).isEqualTo(metadata);
        });
    }

    @Test
    void aWrongRevisionIsAnsweredWithTheRightOne() {
        assertThat(append("order-1", 4, event("a"))).isEqualTo(new WriteAnswer.WrongExpectedRevision(-1));
        append("order-1", -1, event("a"), event("b"));
        assertThat(append("order-1", 0, event("c"))).isEqualTo(new WriteAnswer.WrongExpectedRevision(1));
    }

    @Test
    void aRepeatedBatchSucceedsLikeTheFirst() {
        var request = new WriteRequest.Append("order-1", -1, List.of(event("a"), event("b")));
        assertThat(write(request)).isEqualTo(new WriteAnswer.Success(1));
        assertThat(write(request)).isEqualTo(new WriteAnswer.Success(1));
    }

    @Test
    void aTombstoneEndsAStream() {
        append("order-1", -1, event("a"));
        assertThat(write(new WriteRequest.Tombstone("order-1", 5))).isEqualTo(new WriteAnswer.WrongExpectedRevision(0));
        assertThat(write(new WriteRequest.Tombstone("order-1", 0))).isEqualTo(new WriteAnswer.Success(0));
        assertThat(read("order-1")).isEqualTo(new ReadAnswer.StreamDeleted());
        assertThat(append("order-1", 0, event("b"))).isEqualTo(new WriteAnswer.StreamDeleted());
        assertThat(write(new WriteRequest.Tombstone("order-1", 0))).isEqualTo(new WriteAnswer.StreamDeleted());
    }

    @Test
    void aNameThatTheServerCannotPutIntoItsTrailersMakesNoDifference() {
        append("bestellung-ü", -1, event("a"), event("b"));
        assertThat(write(new WriteRequest.Tombstone("bestellung-ü", 0)))
                .isEqualTo(new WriteAnswer.WrongExpectedRevision(1));
        assertThat(write(new WriteRequest.Tombstone("bestellung-ü", 1))).isEqualTo(new WriteAnswer.Success(1));
        assertThat(write(new WriteRequest.Tombstone("bestellung-ü", 1))).isEqualTo(new WriteAnswer.StreamDeleted());
        assertThat(read("bestellung-ü")).isEqualTo(new ReadAnswer.StreamDeleted());
        assertThat(read("$$bestellung-ü")).isEqualTo(new ReadAnswer.StreamDeleted());
        assertThat(append("bestellung-ü", 1, event("b"))).isEqualTo(new WriteAnswer.StreamDeleted());
    }

    @Test
    void aSoftDeleteIsADocument() {
        append("order-1", -1, event("a"));
        byte[] document = "{\"$tb\":9223372036854775807}".getBytes(StandardCharsets.UTF_8);
        append("$$order-1", -1, new NewEvent(UUID.randomUUID(), "$metadata", true, document, new byte[0]));
        assertThat(read("order-1")).isEqualTo(new ReadAnswer.NotFound());
        assertThat(append("order-1", 4, event("b"))).isEqualTo(new WriteAnswer.WrongExpectedRevision(0));
    }

    @Test
    void aBatchOverTheServersLimitIsAnsweredWithTheLimitAndNeighboursGoOn() {
        var large = new NewEvent(UUID.randomUUID(), "large", false, new byte[1_048_577], new byte[0]);
        assertThat(append("order-1", -1, large)).isEqualTo(new WriteAnswer.TooLarge(1_048_576));
        assertThat(append("order-1", -1, event("a"))).isEqualTo(new WriteAnswer.Success(0));
    }

    @Test
    void aMessageOverTheTransportsLimitIsNeverSent() {
        var huge = new NewEvent(UUID.randomUUID(), "huge", false, new byte[16_767_216], new byte[0]);
        assertThat(append("order-1", -1, huge)).isEqualTo(new WriteAnswer.TooLarge(16_767_216));
        assertThat(append("order-1", -1, event("a"))).isEqualTo(new WriteAnswer.Success(0));
    }

    @Test
    void anEventWithoutATypeIsRefused() {
        assertThat(append("order-1", -1, event(""))).isInstanceOf(WriteAnswer.Refused.class);
    }

    @Test
    void theEndOfTheNodeEndsTheSessionOnce() {
        int port = store.port();
        store.close();
        assertThat(next(heard.ended).why().kind().canHeal()).isTrue();
        assertThat(destination.isWritable("any")).isFalse();
        destination.connect(2, heard);
        var second = next(heard.ended);
        assertThat(second.session()).isEqualTo(2);
        assertThat(second.why().kind()).isEqualTo(Failure.Kind.UNAVAILABLE);
        assertThat(second.why().message()).contains("destination-01 (127.0.0.1:" + port + ")");
    }

    private WriteAnswer append(String stream, long expected, NewEvent... events) {
        return write(new WriteRequest.Append(stream, expected, List.of(events)));
    }

    private WriteAnswer write(WriteRequest request) {
        destination.write(99, request);
        return next(heard.written).answer();
    }

    private ReadAnswer read(String stream) {
        destination.read(1, new ReadRequest(stream, Long.MAX_VALUE, 10));
        return next(heard.reads).answer();
    }

    private static NewEvent event(String type) {
        return new NewEvent(UUID.randomUUID(), type, true, "{}".getBytes(StandardCharsets.UTF_8), new byte[0]);
    }
}
