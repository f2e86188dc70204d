package io.linker.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.linker.LinkerService;
import io.linker.LinkerServiceBuilder;
import io.linker.Settings;
import io.linker.checkpoint.Share;
import io.linker.error.StopReason;
import io.linker.event.SkipReason;
import io.linker.link.Database.Event;
import io.linker.testkit.EmbeddedEventStore;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several processes that share the work of one link. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class ShareTest {
    private static final Settings DEFAULTS = Settings.defaults();

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path directory;

    private final EmbeddedEventStore originNode = EmbeddedEventStore.start();
    private final EmbeddedEventStore destinationNode = EmbeddedEventStore.start();
    private final Pair pair = new Pair(originNode, destinationNode);

    @AfterEach
    void close() {
        pair.close();
        originNode.close();
        destinationNode.close();
    }

    private LinkProcess process(Share share) {
        return LinkProcess.make(pair, share, false, directory.resolve("log"));
    }

    private void assertFaithful() {
        var report = pair.link(DEFAULTS).compare();
        assertThat(report.isFaithful()).as(report::toString).isTrue();
    }

    private LinkerServiceBuilder share(int index, int of) {
        return pair.link(DEFAULTS).share(index, of);
    }

    private void awaitCaughtUp(List<LinkerService> shares) throws InterruptedException {
        for (LinkerService share : shares) {
            Pair.awaitCaughtUp(share);
        }
    }

    @Test
    void threeProcessesOfWhichOneIsKilledThenTwoCopyEachEventOnce() throws Exception {
        try (Writer writer = Writer.start(pair);
                LinkProcess first = process(new Share(0, 3));
                LinkProcess second = process(new Share(1, 3));
                LinkProcess third = process(new Share(2, 3));
                LinkProcess secondAgain = process(new Share(1, 3))) {
            first.go();
            second.go();
            third.go();
            first.awaitRunning();
            second.awaitRunning();
            third.awaitRunning();
            second.killAfter(Duration.ofMillis(500));
            secondAgain.go().awaitRunning();
            try (LinkProcess half = process(new Share(0, 2));
                    LinkProcess otherHalf = process(new Share(1, 2))) {
                otherHalf.go();
                half.go().awaitRunning();
                otherHalf.awaitRunning();
                for (LinkProcess old : List.of(first, secondAgain, third)) {
                    assertThat(old.says()).isEqualTo(StopReason.FENCED.name());
                    assertThat(old.awaitEnd()).isTrue();
                }
                otherHalf.killAfter(Duration.ofMillis(200));
                half.killAfter(Duration.ZERO);
            }
            assertThat(writer.written()).isPositive();
        }
        Pair.copy(pair.link(DEFAULTS)); // one process again does what is left
        assertFaithful();
    }

    @Test
    void eachEventIsOneSharesAndTheOthersSaySo() throws Exception {
        for (int stream = 0; stream < 20; stream++) {
            pair.origin.append(pair.stream("" + stream), Event.of("a" + stream), Event.of("b" + stream));
        }
        List<LinkerService> shares = new ArrayList<>();
        try {
            for (int index = 0; index < 3; index++) {
                shares.add(Pair.started(share(index, 3)));
            }
            awaitCaughtUp(shares);
            assertThat(shares.stream().mapToLong(each -> each.status().delivered()))
                    .allMatch(delivered -> delivered > 0);
            assertThat(shares.stream()
                            .mapToLong(each -> each.status().delivered())
                            .sum())
                    .isEqualTo(40);
            assertThat(shares.stream()
                            .mapToLong(each -> each.status().skipped().getOrDefault(SkipReason.OTHER_SHARE, 0L))
                            .sum())
                    .isGreaterThanOrEqualTo(80);
            assertThat(shares.get(2).status().link()).isEqualTo(pair.token + "-2-of-3");
        } finally {
            shares.forEach(LinkerService::close);
        }
        assertFaithful();
    }

    @Test
    void aShareOfAnEarlierSplitDoesNotBringItBack() throws Exception {
        Pair.copy(share(0, 2));
        Settings hasty = DEFAULTS.with(Settings.Connecting.DEFAULTS.withTimeout(Duration.ofSeconds(2)));
        try (LinkerService straggler = pair.link(hasty).share(1, 3).build()) {
            assertThatThrownBy(() -> straggler.start().get(30, TimeUnit.SECONDS))
                    .hasMessageContaining("is split into 2 shares")
                    .hasMessageContaining("this is share 1/3");
        }
        Pair.copy(share(1, 2));
        assertFaithful();
    }

    @Test
    void aShareThatDoesNotExistIsRefused() {
        assertThatThrownBy(() -> share(3, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("There is no share 3/3: of 3, the first is 0 and the last 2");
        assertThatThrownBy(() -> pair.link(DEFAULTS).name("x-0-of-3").build())
                .hasMessageContaining("the shares of a link that is split are called so");
    }
}
