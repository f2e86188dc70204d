package io.linker.filter;

import static io.linker.filter.EventFilter.streams;
import static io.linker.filter.EventFilter.types;
import static org.assertj.core.api.Assertions.assertThat;

import io.linker.event.Position;
import io.linker.event.RecordedEvent;
import io.linker.event.ServerFilter;
import io.linker.event.ServerFilter.What;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PushDownTest {
    private static final String USER = "^(?:\\$\\$)?(?!\\$|linker-)";

    @Test
    void withoutAFilterOnlyUserStreamsCross() {
        ServerFilter pushed = EventFilter.everything().pushDown();
        assertThat(pushed).isEqualTo(new ServerFilter(What.STREAM, USER));
        assertThat(lets(pushed, "order-1", "T")).isTrue();
        assertThat(lets(pushed, "$$order-1", "$metadata")).isTrue();
        assertThat(lets(pushed, "$ce-order", "$>")).isFalse();
        assertThat(lets(pushed, "$$$ce-order", "$metadata")).isFalse();
        assertThat(lets(pushed, "linker-database", "T")).isFalse();
        assertThat(lets(pushed, "$$linker-database", "$metadata")).isFalse();
        assertThat(lets(pushed, "linkers", "T")).isTrue();
    }

    @Test
    void aPrefixIsWidenedByTheMetadataStream() {
        ServerFilter pushed = streams(NamePattern.prefix("order-")).pushDown();
        assertThat(pushed.regex()).isEqualTo(USER + "(?:order\\-)");
        assertThat(lets(pushed, "$$order-1", "$metadata")).isTrue();
        assertThat(lets(pushed, "my-order-1", "T")).isFalse();
        assertThat(lets(pushed, "payment-1", "T")).isFalse();
    }

    @Test
    void namesEndWhereTheyEnd() {
        ServerFilter pushed = streams(NamePattern.exact("a.b", "c")).pushDown();
        assertThat(lets(pushed, "a.b", "T")).isTrue();
        assertThat(lets(pushed, "axb", "T")).isFalse();
        assertThat(lets(pushed, "c\n", "T")).isFalse();
        assertThat(lets(pushed, "cc", "T")).isFalse();
    }

    @Test
    void aTypeFilterLetsDeletesAndMetadataThrough() {
        ServerFilter pushed = types(NamePattern.exact("OrderPlaced")).pushDown();
        assertThat(pushed.what()).isEqualTo(What.TYPE);
        assertThat(lets(pushed, "s", "OrderPlaced")).isTrue();
        assertThat(lets(pushed, "$$s", "$metadata")).isTrue();
        assertThat(lets(pushed, "s", "$streamDeleted")).isTrue();
        assertThat(lets(pushed, "s", "PaymentTaken")).isFalse();
    }

    @Test
    void aUsersRegexAndANegationStayHere() {
        assertThat(streams(NamePattern.regex("order")).pushDown().regex()).isEqualTo(USER);
        assertThat(streams(NamePattern.prefix("order")).not().pushDown().regex())
                .isEqualTo(USER);
        EventFilter half = streams(NamePattern.regex("x")).or(streams(NamePattern.of("y")));
        assertThat(half.pushDown().regex()).isEqualTo(USER);
    }

    @Test
    void whatCannotBeSentOrIsTooLongIsNotPushed() {
        assertThat(streams(NamePattern.prefix("\ud800")).pushDown().regex()).isEqualTo(USER);
        assertThat(streams(NamePattern.prefix("x".repeat(10_000))).pushDown().regex())
                .isEqualTo(USER);
    }

    @Test
    void manyStarsDoNotMakeTheServerBacktrack() {
        ServerFilter pushed = streams(NamePattern.of("a*b*c*d*e")).pushDown();
        assertThat(pushed.regex()).isEqualTo(USER + "(?:a[\\s\\S]*e\\z)");
    }

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void theServerNeverHoldsBackWhatTheFilterAccepts(long seed) {
        var random = new Random(seed);
        EventFilter filter = filter(random, 3);
        ServerFilter pushed = filter.pushDown();
        Pattern regex = Pattern.compile(pushed.regex());
        for (int i = 0; i < 200; i++) {
            RecordedEvent event = event(random);
            if (isUserStream(event.stream()) && filter.accepts(event)) {
                String asked = pushed.what() == What.STREAM ? event.stream() : event.type();
                assertThat(regex.matcher(asked).find())
                        .as("%s pushed as %s and %s of type %s", filter, pushed, event.stream(), event.type())
                        .isTrue();
            }
        }
    }

    @Test
    void onlyWhatBothDialectsReadAlikeIsGenerated() {
        var random = new Random(1);
        Pattern common = Pattern.compile(
                "(?:\\^|\\(\\?:|\\(\\?!|\\)|\\)\\?|\\||\\[\\\\s\\\\S]\\*|\\\\z|\\\\[\\\\*+?|{}\\[\\]()^$.# -]|[^\\\\*+?|{}\\[\\]()^$.# -])*",
                Pattern.DOTALL);
        for (int i = 0; i < 2_000; i++) {
            String regex = filter(random, 3).pushDown().regex();
            assertThat(common.matcher(regex.replace("linker-", "")).matches())
                    .as(regex)
                    .isTrue();
        }
    }

    private static boolean lets(ServerFilter filter, String stream, String type) {
        String asked = filter.what() == What.STREAM ? stream : type;
        return Pattern.compile(filter.regex()).matcher(asked).find();
    }

    private static boolean isUserStream(String stream) {
        String lane = stream.startsWith("$$") ? stream.substring(2) : stream;
        return !lane.startsWith("$") && !lane.startsWith("linker-");
    }

    private static EventFilter filter(Random random, int depth) {
        return switch (depth == 0 ? random.nextInt(2) : random.nextInt(6)) {
            case 0 -> streams(pattern(random));
            case 1 -> types(pattern(random));
            case 2 -> filter(random, depth - 1).not();
            case 3 -> EventFilter.everything();
            case 4 -> filter(random, depth - 1).and(filter(random, depth - 1));
            default -> filter(random, depth - 1).or(filter(random, depth - 1));
        };
    }

    private static NamePattern pattern(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> NamePattern.exact(name(random), name(random), name(random));
            case 1 -> NamePattern.prefix(name(random));
            case 2 -> NamePattern.suffix(name(random));
            case 3 -> NamePattern.of(name(random) + "*" + name(random));
            case 4 -> NamePattern.of("*" + name(random) + "*" + name(random) + "*");
            default -> NamePattern.regex("[ab]");
        };
    }

    /** From an alphabet so small and so hostile that patterns often match. */
    private static String name(Random random) {
        List<String> alphabet = List.of(
                "a", "b", "-", "$", ".", "\n", "(", "[", "\\", "^", "#", " ", "ü", "😀", "linker-", "_", "|", "{2}",
                "\u2028");
        var name = new StringBuilder();
        for (int length = random.nextInt(3); length >= 0; length--) {
            name.append(alphabet.get(random.nextInt(alphabet.size())));
        }
        return name.toString();
    }

    private static RecordedEvent event(Random random) {
        String stream = (random.nextInt(3) == 0 ? "$$" : "") + name(random);
        String type = List.of("$metadata", "$streamDeleted", "$>", name(random), name(random))
                .get(random.nextInt(5));
        long revision = type.equals("$streamDeleted") ? RecordedEvent.TOMBSTONE_REVISION : 0;
        byte[] none = {};
        return new RecordedEvent(
                stream, revision, new UUID(0, 1), type, true, none, none, Instant.EPOCH, Position.START);
    }
}
