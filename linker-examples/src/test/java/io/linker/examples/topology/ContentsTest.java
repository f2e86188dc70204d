package io.linker.examples.topology;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventstore.dbclient.EventData;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every kind of damage to what applications wrote is found. */
@Timeout(30)
class ContentsTest {
    private static final long EVENTS = 32;

    private final Site site = Site.start();

    @AfterEach
    void close() {
        site.close();
    }

    private void write(String stream, EventData... events) throws Exception {
        site.client().appendToStream(stream, events).get(10, TimeUnit.SECONDS);
    }

    /** Books what a and b would, without some numbers of a's. */
    private void writeAllBut(Long... missing) throws Exception {
        for (long number : LongStream.range(0, EVENTS).toArray()) {
            if (!List.of(missing).contains(number)) {
                book(number);
            }
            write(Booking.account(number), new Booking("b", number).toEvent());
        }
    }

    private void book(long number) throws Exception {
        write(Booking.account(number), new Booking("a", number).toEvent());
    }

    private List<String> faults() throws Exception {
        return Contents.read("c", site.client()).faults(Map.of("a", EVENTS, "b", EVENTS));
    }

    @Test
    void whatWasWrittenHasNoFaults() throws Exception {
        writeAllBut();
        assertThat(faults()).isEmpty();
    }

    @Test
    void aMissingEventIsFound() throws Exception {
        writeAllBut(11L);
        assertThat(faults())
                .singleElement()
                .asString()
                .contains("account-3", "holds 3 events of a, 4 were written", "number 19 instead of number 11");
    }

    @Test
    void aDoubledEventIsFound() throws Exception {
        writeAllBut();
        site.store().forgetIds(); // or the node would know it
        book(5);
        assertThat(faults()).singleElement().asString().contains("account-5", "in place 4 stands number 5");
    }

    @Test
    void anotherOrderIsFound() throws Exception {
        writeAllBut(8L);
        book(8);
        assertThat(faults()).singleElement().asString().contains("number 16 instead of number 8");
    }

    @Test
    void anAlteredEventIsFound() throws Exception {
        writeAllBut(24L);
        EventData original = new Booking("a", 24).toEvent();
        write(
                Booking.account(24),
                EventData.builderAsJson(original.getEventId(), "AnotherType", original.getEventData())
                        .metadataAsBytes(original.getUserMetadata())
                        .build());
        assertThat(faults()).hasSize(2).first().asString().contains("revision 7", "nobody wrote");
    }

    @Test
    void aStrangersEventIsFound() throws Exception {
        writeAllBut();
        byte[] data = "{}".getBytes(StandardCharsets.UTF_8);
        write(
                Booking.account(0),
                EventData.builderAsJson(UUID.randomUUID(), "Other", data).build());
        assertThat(faults()).singleElement().asString().contains("nobody wrote");
    }
}
