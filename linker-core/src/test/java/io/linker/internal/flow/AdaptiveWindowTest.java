package io.linker.internal.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What no simulation of whole links shows. How well it does is the matter of {@code AdaptiveFlowTest}. */
class AdaptiveWindowTest {
    private final AdaptiveWindow window = new AdaptiveWindow(new SendWindow.Size(64, 1_000, 4), 1_000);

    @Test
    void troubleHalvesRequestsAndBatchesOnceForAllThatIsUnderWay() {
        int before = window.size().requests();
        window.trouble(10);
        window.trouble(11);
        assertThat(window.size()).isEqualTo(new SendWindow.Size(before / 2, 500, 1));
        window.trouble(1_000);
        assertThat(window.size()).isEqualTo(new SendWindow.Size(before / 4, 250, 1));
    }

    @Test
    void oneRequestAlwaysGoesHoweverDeepTheTroubleAndHoweverLargeIt() {
        for (int i = 1; i < 20; i++) {
            window.trouble(i * 1_000L);
        }
        assertThat(window.size().requests()).isOne();
        assertThat(window.size().batchEvents()).isPositive();
        assertThat(window.allows(0, 0, 1 << 24)).isTrue();
        assertThat(window.allows(1, 1, 1)).isFalse();
    }

    @Test
    void unansweredBytesAreBounded() {
        assertThat(window.allows(1, 900, 100)).isTrue();
        assertThat(window.allows(1, 900, 101)).isFalse();
    }

    @Test
    void anIdleLinkKeepsItsSize() {
        SendWindow.Size before = window.size();
        for (long now = 0; now < 100_000; now += 100) {
            window.answered(now, 1, 100, 5);
            window.satisfied();
        }
        assertThat(window.size()).isEqualTo(before);
    }
}
