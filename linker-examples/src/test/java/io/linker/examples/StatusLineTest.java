package io.linker.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.linker.event.OriginPosition;
import io.linker.event.Position;
import io.linker.event.SkipReason;
import io.linker.status.LinkState;
import io.linker.status.LinkStatus;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusLineTest {
    private static LinkStatus status(LinkState state, String reason) {
        return new LinkStatus(
                "a-to-b",
                state,
                reason,
                new OriginPosition.All(new Position(4_711, 4_711)),
                null,
                1_203,
                Duration.ofMillis(400),
                120_000,
                118_000,
                21_500_000,
                Map.of(SkipReason.FILTERED, 12L),
                0,
                0,
                24_310.4,
                6_200_000,
                800,
                200_000,
                3,
                0,
                Duration.ZERO,
                new LinkStatus.Flow(16, 4_096, 1, 0, 0));
    }

    @Test
    void aMovingLinkShowsRatesLagAndPosition() {
        assertThat(StatusLine.of(status(LinkState.CATCHING_UP, "")))
                .isEqualTo("catching up  24,310 events/s  6.2 MB/s  delivered 118,000  skipped 12"
                        + "  lag 1,203 events, 400 ms  at 4711");
    }

    @Test
    void aLinkThatDoesNotMoveSaysWhy() {
        assertThat(StatusLine.of(status(LinkState.RETRYING, "b does not answer")))
                .endsWith("- b does not answer");
    }

    @Test
    void theSummaryLeavesOutWhatDidNotHappen() {
        assertThat(StatusLine.counts(status(LinkState.STOPPED, "")))
                .isEqualTo("120,000 events read, 118,000 delivered (21.5 MB), 12 skipped");
    }

    @ParameterizedTest
    @CsvSource({"0,0 B", "999,999 B", "1000,1.0 kB", "1500000,1.5 MB", "2500000000,2.5 GB"})
    void bytesHaveAUnitThatFits(double bytes, String text) {
        assertThat(StatusLine.bytes(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"PT0S,0 ms", "PT0.85S,850 ms", "PT4.21S,4.2 s", "PT3M20S,3 min 20 s", "PT2H,120 min 0 s"})
    void timesHaveAUnitThatFits(Duration time, String text) {
        assertThat(StatusLine.time(time)).isEqualTo(text);
    }
}
