package io.linker.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.linker.internal.flow.AdaptiveWindow;
import io.linker.internal.flow.SendWindow;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Holds the adaptive window against the best fixed settings, in virtual time and on a model of a server. */
class AdaptiveFlowTest {
    static final List<FlowPoint> POINTS = FlowPoints.ALL;

    private static final long SETTLE_SECONDS = 8;
    private static final long MEASURE_SECONDS = 2;

    @ParameterizedTest
    @FieldSource("POINTS")
    void itIsAsGoodAsTheBestFixedSettingAndKeepsItsBounds(FlowPoint point) {
        var most = new SendWindow.Size(1_024, 4_096, 8);
        FlowPoint.Result result = point.run(new AdaptiveWindow(most, 64 << 20), SETTLE_SECONDS, MEASURE_SECONDS);

        assertThat(result.held()).as("%s", result).isLessThanOrEqualTo(64 << 20);
        if (point.judge() == FlowPoint.Judge.LATENCY) {
            long least = point.roundTrip() + FlowServer.IDLE_MILLIS;
            assertThat((long) result.most()).as("%s", result).isLessThanOrEqualTo(least + point.roundTrip() + 5);
        } else {
            double best = FixedSearch.rate(point, FixedSettings.best(point));
            assertThat(result.rate()).as("%s, best %,.0f/s", result, best).isGreaterThanOrEqualTo(0.9 * best);
        }
    }
}
