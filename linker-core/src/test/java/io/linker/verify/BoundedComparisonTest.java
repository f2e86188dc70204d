package io.linker.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.linker.event.RecordedEvent;
import io.linker.verify.Finding.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What does not fit into memory is compared on disk, and what is too different is said to be. */
class BoundedComparisonTest extends Comparison {
    @TempDir
    Path directory;

    @Test
    void tooManyDifferencesAreSaidToBeTooMany() {
        fill(50);
        List<RecordedEvent> copy = copy();
        copy.subList(0, 30).clear();
        var few = new Limits(directory, 1000, 10, 5);
        Report report = Verification.compare(source::forEach, copy::forEach, rules(DEFAULTS, false), few);
        assertThat(report.counts()).isEqualTo(Map.of(Kind.BEYOND_LIMIT, 1L));
        Collections.reverse(source);
        var reversed = Verification.compare(source::forEach, copy()::forEach, rules(EXACT, false), few);
        assertThat(reversed.isFaithful()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void onDiskAndInMemoryTheReportIsTheSame(long seed) throws IOException {
        Databases original = Databases.filled(seed, 5_000, 40);
        List<RecordedEvent> copy = Databases.copy(original.all(), DEFAULTS).all();
        damage(copy, new Random(seed));
        var tiny = new Limits(directory, 1000, 50_000, 100);
        Report onDisk = Verification.compare(original.all()::forEach, copy::forEach, rules(DEFAULTS, false), tiny);
        Report inMemory = compare(original.all(), copy, DEFAULTS, false);
        assertThat(onDisk.counts()).isEqualTo(inMemory.counts());
        assertThat(onDisk.isFaithful()).isFalse();
        assertThat(onDisk.faithful()).isEqualTo(inMemory.faithful());
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void oneLongStreamIsComparedOnDisk() {
        for (int i = 0; i < 20_000; i++) {
            origin.append("s", origin.event());
        }
        List<RecordedEvent> copy = copy();
        copy.remove(19_000);
        copy.add(10_000, copy.remove(500));
        copy.set(15_000, altered(copy.get(15_000), "data"));
        var tiny = new Limits(directory, 1000, 20_000, 100);
        for (boolean shared : new boolean[] {false, true}) {
            Report report = Verification.compare(source::forEach, copy::forEach, rules(DEFAULTS, shared), tiny);
            assertThat(report.counts())
                    .as(report.toString())
                    .isEqualTo(Map.of(Kind.LOST, 1L, Kind.REORDERED, 1L, Kind.ALTERED, 1L));
        }
    }

    private static void damage(List<RecordedEvent> copy, Random random) {
        for (int i = 0; i < 20; i++) {
            int at = random.nextInt(copy.size() - 10);
            switch (random.nextInt(4)) {
                case 0 -> copy.remove(at);
                case 1 -> copy.add(at + 5, copy.get(at));
                case 2 -> Collections.swap(copy, at, at + 7);
                default -> copy.set(at, altered(copy.get(at), "data"));
            }
        }
    }
}
