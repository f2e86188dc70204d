package io.linker.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.linker.LinkerService;
import io.linker.Settings;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Links that are started and stopped over and over leave nothing behind in their host. 1,000 of them if the system property
 * {@code linker.thorough} is true, else 60.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class StartAndStopTest extends LinkTest {
    private static final int CYCLES = Boolean.getBoolean("linker.thorough") ? 1_000 : 60;
    private static final int WARM_UP = 30;
    /** Of each the embedded nodes, which share the heap, keep a claim and a last checkpoint. */
    private static final long BYTES_EACH = 4_096;

    private static final long BYTES_IN_ALL = 4 << 20;
    /** Threads and sockets of the nodes come and go. */
    private static final int OTHERS = 8;

    /** What a host pays for. */
    private record Footprint(int threads, long descriptors, long heap) {
        static Footprint now() {
            System.gc();
            return new Footprint(
                    Thread.getAllStackTraces().size(),
                    Sockets.descriptors(),
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
    }

    private void cycles(int number) throws InterruptedException {
        for (int i = 0; i < number; i++) {
            try (LinkerService link = Pair.started(pair.link(Settings.defaults()))) {
                Pair.awaitCaughtUp(link);
            }
        }
    }

    @Test
    void theHostPaysForNoLinkThatIsGone() throws InterruptedException {
        origin.append(pair.stream("1"), events(100));
        cycles(WARM_UP);
        Footprint before = Footprint.now();

        cycles(CYCLES);

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            Footprint after = Footprint.now();
            assertThat(after.threads()).isLessThanOrEqualTo(before.threads() + OTHERS);
            assertThat(after.descriptors()).isLessThanOrEqualTo(before.descriptors() + OTHERS);
            assertThat(after.heap()).isLessThanOrEqualTo(before.heap() + BYTES_IN_ALL + CYCLES * BYTES_EACH);
        });
        System.out.println(CYCLES + " links, before: " + before + ", after: " + Footprint.now());
    }
}
