package io.linker.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.linker.benchmarks.copy.Ceiling;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
    @Test
    void columnsStandUnderEachOther() {
        var table = new Table("way", "ev/s");
        table.row("link", "1");

        assertThat(table).hasToString("| way  | ev/s |\n| ---- | ---- |\n| link | 1    |\n");
    }

    @Test
    void aRowHasACellForEachHead() {
        assertThatThrownBy(() -> new Table("one").row("1", "2")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aResultNamesTheTargetsItMisses() {
        assertThat(Comparison.missed(result("near", 89, 100, 5))).containsExactly("link/ceiling 0.9");
        assertThat(Comparison.missed(result("near", 90, 100, 7))).containsExactly("link/append x6 15");
        assertThat(Comparison.missed(result("far", 90, 100, 0.75))).isEmpty();
    }

    @Test
    void aPointThatIsNotThereIsRefusedWithThoseThatAre() {
        assertThatThrownBy(() -> Point.named("elsewhere")).hasMessageContaining("local, local-streams");
    }

    @Test
    void aPointOfOnesOwn() {
        Point point = CopyCommand.point("50,65536,100,1000");

        assertThat(point).hasToString("own: 50 ms, 65,536 B, 100 streams");
        assertThat(point.scaled(0.5).load().events()).isEqualTo(500);
    }

    @Test
    void theCostOfACopySurvivesTheWayBetweenProcesses() {
        var cost = new Cost(1000, 20_000.5, 2_048, 17.25, 0.01, 1 << 20);

        assertThat(Cost.parse(cost.toString())).isEqualTo(cost);
    }

    @Test
    void lateIsWhatIsOverFourMillisecondsOrOneMoreThanTheCeiling() {
        assertThat(LatencyCommand.verdict(3.9, 3)).endsWith("yes");
        assertThat(LatencyCommand.verdict(3.9, 2.5)).endsWith("no");
        assertThat(LatencyCommand.verdict(4.1, 4)).endsWith("no");
    }

    private static Comparison.Result result(String point, double link, double ceiling, double six) {
        Map<String, Samples> rates = Map.of(
                Comparison.LINK, Samples.of(link),
                Comparison.EXACT, Samples.of(ceiling),
                Comparison.CEILING, Samples.of(ceiling),
                Comparison.SIX, Samples.of(six));
        return new Comparison.Result(Point.named(point), new Ceiling(32, 1), rates);
    }
}
