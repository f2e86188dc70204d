package io.linker.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.linker.Settings;
import io.linker.link.Database.Event;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OddEventsTest extends LinkTest {
    private static final byte[] NOTHING = {};
    private static final byte[] NO_UTF8 = {(byte) 0xc3, (byte) 0x28, 0, (byte) 0xff};

    static Stream<Named<Event>> oddEvents() {
        Event plain = Event.of("odd");
        return Stream.of(
                Named.of("no data", plain.withData(NOTHING)),
                Named.of("no data, binary", plain.withData(NOTHING).asBinary()),
                Named.of("binary data", plain.withData(NO_UTF8).asBinary()),
                Named.of("called JSON, but is not", plain.withData(NO_UTF8)),
                Named.of("empty object as metadata", plain.withMetadata("{}")),
                Named.of("white space as metadata", plain.withMetadata(" \n ")),
                Named.of("metadata that is an array", plain.withMetadata("[1]")),
                Named.of("metadata that is a number", plain.withMetadata("12")),
                Named.of("metadata that breaks off", plain.withMetadata("{\"a\":")),
                Named.of("metadata with something behind the object", plain.withMetadata("{} {}")),
                Named.of("metadata that is no UTF-8", plain.withMetadata(NO_UTF8)),
                Named.of("metadata with invalid UTF-8 in a string", plain.withMetadata(brokenString())),
                Named.of("metadata with equal keys", plain.withMetadata("{\"a\":1,\"a\":{\"b\":[]}}")),
                Named.of(
                        "metadata of one deep nest",
                        plain.withMetadata("{\"a\":" + "[".repeat(900) + "]".repeat(900) + "}")),
                Named.of("a type with a space", plain.withType("two words")),
                Named.of("a type beyond ASCII", plain.withType("größe-\u4e2d\u6587-\ud83d\ude80")),
                Named.of("a type of 300 characters", plain.withType("t".repeat(300))),
                Named.of("a type with quotes and control characters", plain.withType("a\"\\\t\u0001")));
    }

    private static byte[] brokenString() {
        byte[] text = "{\"a\":\"??\"}".getBytes(StandardCharsets.UTF_8);
        text[6] = (byte) 0xc3;
        text[7] = (byte) 0x28;
        return text;
    }

    @ParameterizedTest
    @MethodSource("oddEvents")
    void arrivesByteForByte(Event odd) throws InterruptedException {
        String stream = pair.stream("1");
        origin.append(stream, event("before"), odd, event("behind"));

        pair.copy(Settings.exactCopy());

        assertThat(destination.read(stream)).hasSize(3).isEqualTo(origin.read(stream));
        pair.assertFaithful(Pair.EXACT);
    }

    @ParameterizedTest
    @MethodSource("oddEvents")
    void arrivesWithProvenanceWhereThatFits(Event odd) throws InterruptedException {
        String stream = pair.stream("1");
        origin.append(stream, event("before"), odd, event("behind"));

        pair.copy(Settings.defaults());
        pair.copy(Settings.defaults());

        assertThat(destination.ids(stream)).hasSize(3).isEqualTo(origin.ids(stream));
        pair.assertFaithful(Pair.DEFAULTS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "with space",
                "a@b",
                "a::b",
                "größe",
                "\u4e2d\u6587",
                "\ud83d\ude80",
                "a/b?c=d&e#f",
                "quote\"back\\slash",
                "tab\there",
                "ends-with-dash-",
                "$not-at-the-start",
                "linker-not-at-the-start"
            })
    void aStreamOfThatNameIsOrdinary(String name) throws InterruptedException {
        String stream = pair.stream(name);
        origin.append(stream, event("a"), event("b"));
        origin.setMetadata(stream, "{\"of\":\"the stream\"}");
        pair.copy(Settings.defaults());
        origin.append(stream, event("c"));
        origin.delete(stream);
        origin.append(stream, event("d"));

        pair.copy(Settings.defaults());

        assertThat(destination.ids(stream))
                .isEqualTo(origin.ids(stream))
                .containsExactly(event("d").id());
        assertThat(destination.read("$$" + stream).get(0).data()).isNotEmpty();
        pair.assertFaithful(Pair.DEFAULTS);
    }

    @Test
    void aStreamNameOf1000CharactersIsOrdinary() throws InterruptedException {
        String stream = pair.stream("n".repeat(1000));
        origin.append(stream, event("a"));

        pair.copy(Settings.defaults());

        assertThat(destination.ids(stream)).isEqualTo(origin.ids(stream));
    }

    @Test
    void eventsOfOneMebibyteArrive() throws InterruptedException {
        String stream = pair.stream("1");
        Event largest = event("large").withType("t").asBinary();
        byte[] data = new byte[(1 << 20) - 2];
        Arrays.fill(data, (byte) 'x');
        for (int i = 0; i < 5; i++) {
            origin.append(stream, event("small " + i));
            origin.append(stream, new Event(event("large " + i).id(), "t", false, data, largest.metadata()));
        }

        pair.copy(Settings.exactCopy());

        assertThat(destination.ids(stream)).hasSize(10).isEqualTo(origin.ids(stream));
        pair.assertFaithful(Pair.EXACT);
    }
}
