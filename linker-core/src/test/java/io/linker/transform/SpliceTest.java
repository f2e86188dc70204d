package io.linker.transform;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.linker.event.Position;
import io.linker.event.RecordedEvent;
import io.linker.transform.Metadata.Carrier;
import io.linker.transform.Metadata.Opaque;
import io.linker.transform.Metadata.Opaque.Why;
import java.nio.charset.Charset;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the splice writes, byte for byte, and what it refuses. */
class SpliceTest {
    private static final UUID ID = UUID.fromString("11111111-2222-3333-4444-555555555555");
    private static final String ADDED = "\"$origin\":\"A\",\"$revisions\":\"7\",\"$eventStreamId\":\"order-1\","
            + "\"$eventNumber\":7,\"$eventId\":\"11111111-2222-3333-4444-555555555555\","
            + "\"$applies\":\"2026-11-21T10:00:00.123456700Z\"";

    /** {@code +} stands for the comma and the keys that are added, {@code *} for the keys alone. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{}; {*}",
                "{ }; { *}",
                "`{\n\t}`; `{\n\t*}`",
                "{\"a\":1}; {\"a\":1+}",
                "`{\"a\":1 }`; `{\"a\":1 +}`",
                "` \r\n{ \"a\" : 1 ,\t\"b\":[ 1,2 ] }\n `; ` \r\n{ \"a\" : 1 ,\t\"b\":[ 1,2 ] +}\n `",
                "{\"z\":1,\"a\":2,\"z\":3}; {\"z\":1,\"a\":2,\"z\":3+}",
                "{\"n\":1.10000000000000000000001,\"m\":-0,\"e\":1E400}; {\"n\":1.10000000000000000000001,\"m\":-0,\"e\":1E400+}",
                "{\"n\":123456789012345678901234567890}; {\"n\":123456789012345678901234567890+}",
                "{\"s\":\"\\u0041\\/\\\"}\"}; {\"s\":\"\\u0041\\/\\\"}\"+}",
                "{\"$correlationId\":\"c\",\"ü😀\":\"søk\"}; {\"$correlationId\":\"c\",\"ü😀\":\"søk\"+}",
                "{\"o\":{\"$origin\":\"inner\",\"$eventId\":\"x\"}}; {\"o\":{\"$origin\":\"inner\",\"$eventId\":\"x\"}+}",
                "{\"\":null,\"t\":true,\"f\":false}; {\"\":null,\"t\":true,\"f\":false+}",
                "`{\"a\":\"}\"}`; `{\"a\":\"}\"+}`",
                "{\"\\u0024origin\":\"A\"}; {\"\\u0024origin\":*ORIGIN}"
            })
    void keysAreAddedAndNoOtherByteIsTouched(String before, String pattern) {
        String rest = ADDED.substring("\"$origin\":\"A\"".length());
        String after =
                pattern.replace("*ORIGIN", "\"A\"" + rest).replace("*", ADDED).replace("+", "," + ADDED);
        assertThat(extended(before)).isEqualTo(after);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1970-01-01T00:00:00Z",
                "2026-01-01T12:30:00Z",
                "2026-01-01T12:30:01Z",
                "2026-01-01T12:30:00.100Z",
                "2026-11-21T10:00:00.123456700Z",
                "-0001-02-03T04:05:06.000000100Z",
                "+12026-01-01T00:00:00Z"
            })
    void aTimeReadsAsJavaWritesInstants(String time) {
        byte[] edited = new JsonEdit(((Carrier) Metadata.of(new byte[0])).object())
                .time("at", Instant.parse(time))
                .bytes();
        assertThat(edited).asString(UTF_8).isEqualTo("{\"at\":\"" + Instant.parse(time) + "\"}");
    }

    @Test
    void nothingBecomesAnObject() {
        assertThat(extended("")).isEqualTo("{" + ADDED + "}");
    }

    @Test
    void aByteOrderMarkStays() {
        assertThat(extended("\uFEFF{\"a\":1}")).isEqualTo("\uFEFF{\"a\":1," + ADDED + "}");
        assertThat(extended("\uFEFF {\"$origin\":5,\"b\":2}"))
                .startsWith("\uFEFF {\"$origin\":\"A\",\"b\":2,\"$revisions\":\"7\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "[{}]",
                "\"text\"",
                "5",
                "null",
                "true",
                "hello",
                "   ",
                "\n",
                "<xml/>",
                "\uFEFF",
                "\uFEFF[]",
                "}{",
                "'a'",
                "\u0001binary"
            })
    void whatIsNoObjectCannotCarryATrail(String bytes) {
        assertThat(Metadata.of(bytes.getBytes(UTF_8))).isEqualTo(new Opaque(Why.NOT_AN_OBJECT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{'a':1}",
                "{a:1}",
                "{\"a\":1}x",
                "{\"a\":1}{}",
                "{\"a\":1},",
                "{\"a\":1}\u0000",
                "{/**/}",
                "{\"a\":NaN}",
                "{\"a\":01}",
                "{\"a\":\"\n\"}",
                "{\"a\":\"\\x\"}",
                "{\"a\":[1}",
                "{\"a\":tru}",
                "{\"$origin\":\"A",
                "{} \uFEFF"
            })
    void whatOnlyBeginsLikeAnObjectCannotEither(String bytes) {
        assertThat(Metadata.of(bytes.getBytes(UTF_8))).isEqualTo(new Opaque(Why.MALFORMED));
    }

    @Test
    void invalidUtf8CannotCarryATrail() {
        byte[] bytes = "{\"a\":\"??\"}".getBytes(UTF_8);
        bytes[6] = (byte) 0xC3;
        bytes[7] = (byte) 0x28;
        assertThat(Metadata.of(bytes)).isEqualTo(new Opaque(Why.MALFORMED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void otherEncodingsCannotCarryATrail(String charset) {
        byte[] bytes = "{\"a\":1}".getBytes(Charset.forName(charset));
        assertThat(Metadata.of(bytes)).isEqualTo(new Opaque(Why.ENCODING));
    }

    @Test
    void aMarkedUtf16DocumentIsKnownByItsMark() {
        assertThat(Metadata.of("\uFEFF{}".getBytes(UTF_16LE))).isEqualTo(new Opaque(Why.ENCODING));
    }

    @Test
    void sizeAndDepthDoNotMatter() {
        String deep = "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000);
        assertThat(extended(deep + "}")).isEqualTo(deep + "," + ADDED + "}");
        String wide = "{\"s\":\"" + "x".repeat(25_000_000) + "\",\"n\":" + "9".repeat(100_000);
        assertThat(extended(wide + "}").equals(wide + "," + ADDED + "}")).isTrue();
        String longName = "{\"" + "n".repeat(200_000) + "\":1";
        assertThat(extended(longName + "}")).isEqualTo(longName + "," + ADDED + "}");
    }

    @Test
    void oddStreamNamesAreEscaped() {
        byte[] extended = extended("{}".getBytes(UTF_8), event("a\"b\\c\u0001ü😀", 0));
        assertThat(new String(extended, UTF_8)).contains("\"$eventStreamId\":\"a\\\"b\\\\c\\u0001ü😀\"");
        assertThat(Metadata.of(extended).trail(ID, true).stream()).isEqualTo("a\"b\\c\u0001ü😀");
    }

    @Test
    void aTrailIsExtendedInPlaceAndWhatWasWrittenOnceStays() {
        String first =
                "{\"x\":1, \"$origin\" : \"A\" ,\"$revisions\":\"7\",\"$eventStreamId\":\"order-1\",\"$eventNumber\":7,"
                        + "\"$eventId\":\"11111111-2222-3333-4444-555555555555\",\"$applies\":\"then\",\"y\":2}";
        Carrier metadata = carrier(first);
        Trail trail = metadata.trail(ID, true);
        byte[] second = new Provenance("B-2").extend(metadata, trail, event("renamed", 31));
        assertThat(new String(second, UTF_8))
                .isEqualTo(first.replace("\"$origin\" : \"A\"", "\"$origin\" : \"A,B-2\"")
                        .replace("\"$revisions\":\"7\"", "\"$revisions\":\"7,31\""));
    }

    @Test
    void ofAKeyThatIsThereTwiceTheLastIsReplaced() {
        String twice = "{\"$origin\":\"X\",\"$eventId\":\"no\",\"$origin\":\"A\"}";
        assertThat(extended(twice))
                .startsWith("{\"$origin\":\"X\",\"$eventId\":\"" + ID + "\",\"$origin\":\"A\",\"$rev");
    }

    @Test
    void keysThatAnApplicationCopiedAreOverwritten() {
        String copied = "{\"$origin\":\"B\",\"$revisions\":\"3\",\"$eventStreamId\":\"other\",\"$eventNumber\":3,"
                + "\"$eventId\":\"99999999-2222-3333-4444-555555555555\",\"$applies\":\"then\",\"$error\":\"lost\"}";
        assertThat(extended(copied)).isEqualTo("{" + ADDED + ",\"$error\":null}");
    }

    @Test
    void theDotNetLinkersTrailGainsOurKeys() {
        String theirs =
                "{\"$origin\":\"A\",\"$applies\":\"2020-01-01T00:00:00.0000000Z\",\"$eventStreamId\":\"s\",\"$eventNumber\":4}";
        Carrier metadata = carrier(theirs);
        byte[] extended = new Provenance("B").extend(metadata, metadata.trail(ID, false), event("s", 9));
        assertThat(new String(extended, UTF_8))
                .isEqualTo(theirs.replace("\"A\"", "\"A,B\"")
                        .replace("4}", "4,\"$revisions\":\"4,9\",\"$eventId\":\"" + ID + "\"}"));
    }

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whateverTheObjectItsBytesStayAndTheTrailCanBeReadBack(long seed) {
        var random = new Random(seed);
        String before = object(random, 3);
        String after = extended(before);
        int brace = before.lastIndexOf('}');
        assertThat(after).startsWith(before.substring(0, brace)).endsWith(before.substring(brace));
        Trail trail = Metadata.of(after.getBytes(UTF_8)).trail(ID, true);
        assertThat(trail.revisionAt("A")).isEqualTo(7);
        assertThat(trail.stream()).isEqualTo("order-1");
    }

    private static String object(Random random, int depth) {
        var object = new StringBuilder("{").append(space(random));
        for (int members = random.nextInt(4); members > 0; members--) {
            object.append('"')
                    .append("abc\\n\\u0020$".charAt(random.nextInt(3)))
                    .append('"');
            object.append(space(random)).append(':').append(space(random)).append(value(random, depth));
            object.append(space(random)).append(members > 1 ? "," + space(random) : "");
        }
        return object.append('}').append(space(random)).toString();
    }

    private static String value(Random random, int depth) {
        return switch (random.nextInt(depth == 0 ? 5 : 7)) {
            case 0 -> "\"}{\\\",:[]\\u00fc😀\"";
            case 1 -> "-12.50e+3";
            case 2 -> "true";
            case 3 -> "null";
            case 4 -> "0";
            case 5 -> object(random, depth - 1).strip();
            default -> "[" + value(random, depth - 1) + space(random) + "," + value(random, depth - 1) + "]";
        };
    }

    private static String space(Random random) {
        return " \n\t\r".substring(0, random.nextInt(4)).repeat(random.nextInt(2));
    }

    private static String extended(String metadata) {
        return new String(extended(metadata.getBytes(UTF_8), event("order-1", 7)), UTF_8);
    }

    private static byte[] extended(byte[] bytes, RecordedEvent event) {
        assertThat(Metadata.of(bytes)).isInstanceOf(Carrier.class);
        Carrier metadata = (Carrier) Metadata.of(bytes);
        return new Provenance("A").extend(metadata, metadata.trail(ID, true), event);
    }

    private static Carrier carrier(String metadata) {
        return (Carrier) Metadata.of(metadata.getBytes(UTF_8));
    }

    private static RecordedEvent event(String stream, long revision) {
        byte[] none = {};
        Instant created = Instant.parse("2026-11-21T10:00:00.123456700Z");
        return new RecordedEvent(stream, revision, ID, "T", true, none, none, created, Position.START);
    }
}
