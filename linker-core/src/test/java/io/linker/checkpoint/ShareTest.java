package io.linker.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.linker.event.OriginPosition;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShareTest {
    /** These must never change: processes of different versions would copy a lane twice, or not at all. */
    @ParameterizedTest
    @CsvSource({"'',efd01f60ba992926", "order-1,491b422e3af0d9a5", "Größe-7,555890ce4b8b0e91"})
    void theHashIsTheSameForEver(String lane, String hash) {
        assertThat(Long.toHexString(Share.hash(lane))).isEqualTo(hash);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 7, 16})
    void eachLaneBelongsToOneShareAndSharesAreAboutEqual(int count) {
        Map<Integer, Long> lanes = IntStream.range(0, 16_000)
                .mapToObj(i -> "order-" + 2 * i) // even numbers only
                .flatMap(lane -> IntStream.range(0, count)
                        .filter(index -> new Share(index, count).holds(lane))
                        .boxed())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        assertThat(lanes.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(16_000);
        assertThat(lanes).hasSize(count);
        assertThat(lanes.values()).allMatch(each -> Math.abs(each - 16_000 / count) < 1_600 / Math.min(count, 8));
    }

    @Test
    void aShareIsWrittenAsItIsRead() {
        assertThat(Share.parse("1/3")).isEqualTo(new Share(1, 3)).hasToString("1/3");
        assertThat(new Share(1, 3).of("link")).isEqualTo("link-1-of-3");
        assertThat(Share.WHOLE.of("link")).isEqualTo("link");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "3/3", "-1/3", "1/0", "1 of 3", "1/3/5", "99999999999/3"})
    void whatIsNoShareIsRefused(String text) {
        assertThatThrownBy(() -> Share.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whereSharesStandTogetherIsWhereEachHasCome() {
        var one = new OriginPosition.Streams(Map.of("a", 5L, "b", 1L));
        var other = new OriginPosition.Streams(Map.of("b", 7L, "c", 2L));
        assertThat(one.lower(other)).isEqualTo(new OriginPosition.Streams(Map.of("b", 1L)));
    }
}
