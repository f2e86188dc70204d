package io.linker.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.linker.LinkerService;
import io.linker.Settings;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RateLimitLinkTest extends LinkTest {
    @Test
    void aLimitHoldsOverSocketsAndIsLiftedWhileTheLinkRuns() throws InterruptedException {
        origin.append(pair.stream("1"), events(2_000));
        Settings settings = Settings.exactCopy().with(Settings.Limits.events(200));
        long begin = System.nanoTime();
        try (LinkerService link = Pair.started(pair.link(settings))) {
            await().until(() -> link.status().delivered() >= 200);
            double seconds = Duration.ofNanos(System.nanoTime() - begin).toMillis() / 1_000.0;
            // a period at once, and one for reading and one for writing in advance
            assertThat((double) link.status().delivered()).isLessThan(200 * (seconds + 0.5));
            assertThat(link.status().read()).isLessThan(1_000);
            assertThat(link.status().flow().maxEventsPerSecond()).isEqualTo(200);

            link.limit(Settings.Limits.NONE);
            Pair.awaitCaughtUp(link);
            assertThat(link.status().flow().maxEventsPerSecond()).isZero();
        }
        pair.assertFaithful(Pair.EXACT);
    }
}
