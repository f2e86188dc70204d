package io.linker.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.linker.internal.flow.AdaptiveWindow;
import io.linker.internal.flow.SendWindow;
import io.linker.internal.flow.Throttle;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rate limits in virtual time: what is read and what is written keeps to them, from the first event on. */
class RateLimitTest {
    private static final FlowPoint BACKLOG = FlowPoint.of("backlog", 5, FlowPoint.BACKLOG, 256, 100);
    private static final long SECONDS = 10;

    private static FlowLink started(FlowPoint point, Throttle.Rate rate) {
        var link = new FlowLink(point, new AdaptiveWindow(new SendWindow.Size(1_024, 4_096, 8), 64 << 20));
        link.core().limit(rate);
        link.start();
        link.origin.load(point.load());
        return link;
    }

    @ParameterizedTest
    @CsvSource({"7", "100", "1234", "25000"})
    void eventsPerSecondAreKept(long perSecond) {
        FlowLink link = started(BACKLOG, new Throttle.Rate(perSecond, 0));
        link.clock.runUntil(SECONDS * 1_000_000);
        double expected = SECONDS * perSecond;
        assertThat((double) link.meter.delivered()).isCloseTo(expected, Percentage.withPercentage(10));
        assertThat((double) link.origin.sent()).isCloseTo(expected, Percentage.withPercentage(10));
    }

    @ParameterizedTest
    @CsvSource({"100000, 256", "5000000, 4096", "300000, 65536", "500000, 1000000"})
    void bytesPerSecondAreKept(long perSecond, int bytes) {
        FlowPoint point = FlowPoint.of("backlog", 5, FlowPoint.BACKLOG, bytes, 100);
        FlowLink link = started(point, new Throttle.Rate(0, perSecond));
        link.clock.runUntil(SECONDS * 1_000_000);
        double expected = SECONDS * perSecond;
        assertThat((double) link.origin.sent() * bytes).isCloseTo(expected, within(0.1 * expected + 2 * bytes));
        assertThat((double) link.meter.delivered() * bytes).isCloseTo(expected, within(0.1 * expected + 2 * bytes));
    }

    @Test
    void aLimitIsChangedWhileTheLinkRuns() {
        FlowLink link = started(BACKLOG, Throttle.Rate.NONE);
        link.clock.runUntil(2_000_000);
        assertThat(link.measure(2).rate()).isGreaterThan(50_000);

        link.core().limit(new Throttle.Rate(500, 0));
        link.clock.runUntil(5_000_000); // what was under way is answered
        long read = link.origin.sent();
        FlowPoint.Result slow = link.measure(SECONDS);
        assertThat(slow.rate()).isCloseTo(500, Percentage.withPercentage(10));
        assertThat(link.origin.sent() - read).isLessThanOrEqualTo(SECONDS * 550);
        assertThat(link.core().status().flow().maxEventsPerSecond()).isEqualTo(500);

        link.core().limit(new Throttle.Rate(5_000, 0));
        assertThat(link.measure(SECONDS).rate()).isCloseTo(5_000, Percentage.withPercentage(10));

        link.core().limit(Throttle.Rate.NONE);
        link.clock.runUntil(link.clock.micros() + 8_000_000);
        assertThat(link.measure(2).rate()).isGreaterThan(50_000);
    }
}
