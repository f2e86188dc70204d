package io.linker.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.linker.LinkerService;
import io.linker.Settings;
import io.linker.checkpoint.Checkpoint;
import io.linker.checkpoint.CheckpointStore;
import io.linker.checkpoint.InMemoryCheckpointStore;
import io.linker.error.StopReason;
import io.linker.link.Database.Event;
import io.linker.status.LinkState;
import io.linker.status.LinkStatus;
import io.linker.testkit.FaultProxy;
import io.linker.transform.Transform;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Whatever holds a link up is named in its status, or in the verdict of its start. */
class NeverSilentTest extends FaultTest {
    /** Looks for trouble every second and stores often, but shows only what a user's own settings would show. */
    private static final Settings SETTINGS =
            Settings.defaults().with(new Settings.Checkpoints(1, Duration.ofMillis(50)));

    private static Settings startingWithin(Duration timeout) {
        return SETTINGS.with(Settings.Connecting.DEFAULTS.withTimeout(timeout));
    }

    private static LinkStatus awaitStatus(LinkerService link, Predicate<LinkStatus> expected) {
        await().atMost(Pair.PATIENCE).until(() -> expected.test(link.status()));
        return link.status();
    }

    private void append(String text) {
        pair.origin.append(pair.stream("1"), Event.of(text));
    }

    /** A store that fails, or hangs, while it is told to. */
    private static final class BadStore implements CheckpointStore {
        private final InMemoryCheckpointStore memory = new InMemoryCheckpointStore();
        private final AtomicBoolean fails = new AtomicBoolean();

        @Override
        public Versioned load(String link) {
            check();
            return memory.load(link);
        }

        @Override
        public Stored store(String link, long expectedVersion, Checkpoint checkpoint) {
            check();
            return memory.store(link, expectedVersion, checkpoint);
        }

        private void check() {
            if (fails.get()) {
                throw new IllegalStateException("the disk is full");
            }
        }
    }

    @Test
    void aStoreThatKeepsFailingIsShownWhileCopyingGoesOn() throws InterruptedException {
        var store = new BadStore();
        try (LinkerService link = Pair.started(pair.link(SETTINGS).checkpoints(store))) {
            append("before");
            Pair.awaitCaughtUp(link);
            store.fails.set(true);
            append("while it fails");
            LinkStatus status = awaitStatus(link, now -> now.state() == LinkState.RETRYING);
            assertThat(status.reason()).contains("checkpoint store", "the disk is full");
            assertThat(status.checkpointAge()).isGreaterThan(Duration.ofSeconds(4));
            append("still");
            Pair.awaitCaughtUp(link);

            store.fails.set(false);
            awaitStatus(
                    link, now -> now.state() == LinkState.LIVE && now.reason().isEmpty());
            awaitStatus(link, now -> now.checkpointAge().isZero());
        }
        pair.assertFaithful(Pair.DEFAULTS);
    }

    @Test
    void aStartThatWaitsForTheStoreSaysSo() {
        var store = new BadStore();
        store.fails.set(true);
        Verdicts.assertDoesNotStart(
                        pair.link(startingWithin(Duration.ofSeconds(8)))
                                .checkpoints(store)
                                .build(),
                        StopReason.NOT_CONNECTED)
                .hasMessageContaining("the disk is full");
    }

    @Test
    void aStartThatReachesNeitherEndNamesBoth() {
        try (FaultProxy nobody = FaultProxy.to("127.0.0.1", 0).refuse();
                FaultProxy nobodyElse = FaultProxy.to("127.0.0.1", 0).refuse()) {
            String origin = "esdb://127.0.0.1:" + nobody.port() + "?tls=false";
            String destination = "esdb://127.0.0.1:" + nobodyElse.port() + "?tls=false";
            Verdicts.assertDoesNotStart(
                            pair.link(startingWithin(Duration.ofSeconds(2)), origin, destination)
                                    .build(),
                            StopReason.NOT_CONNECTED)
                    .hasMessageContainingAll("origin-01", "destination-01");
        }
    }

    @Test
    void aTransformThatHangsIsNamedAndNobodyElseIsBlamed() throws InterruptedException {
        var release = new CountDownLatch(1);
        var hanging = new AtomicBoolean();
        Transform hangs = draft -> {
            if (hanging.get()) {
                awaitQuietly(release);
            }
            return Optional.of(draft);
        };
        Settings quick = SETTINGS.with(new Settings.Connecting(Duration.ofSeconds(30), false, Duration.ofSeconds(1)));
        try (LinkerService link = Pair.started(pair.link(quick).transform(hangs))) {
            append("before");
            Pair.awaitCaughtUp(link);
            hanging.set(true);
            append("hangs");
            LinkStatus status = awaitStatus(link, now -> now.state() == LinkState.RETRYING);
            assertThat(status.reason())
                    .contains("transform", pair.stream("1") + "@1", "for more than 5 s")
                    .doesNotContain("origin:");
            hanging.set(false);
            release.countDown();
            awaitStatus(link, now -> now.state() == LinkState.LIVE);
            Pair.awaitCaughtUp(link);
        } finally {
            release.countDown();
        }
        pair.assertFaithful(Pair.DEFAULTS);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aDestinationThatAnswersNothingIsShownLongBeforeItIsReplaced() throws InterruptedException {
        try (LinkerService link = Pair.started(pair.link(SETTINGS))) {
            append("before");
            Pair.awaitCaughtUp(link);
            try (var silent = destinationNode
                    .faults()
                    .appends()
                    .to(pair.stream("1"))
                    .next(1)
                    .neverAnswer()) {
                append("unanswered");
                LinkStatus status = awaitStatus(link, now -> now.state() == LinkState.RETRYING);
                assertThat(status.reason()).contains("destination", "not answered");
                assertThat(silent.times()).isEqualTo(1);
            }
        }
    }

    @Test
    void aListenerThatHangsIsSeenInTheStatus() throws InterruptedException {
        var release = new CountDownLatch(1);
        try (LinkerService link = Pair.started(pair.link(SETTINGS).onChange(status -> {
            if (status.state() == LinkState.LIVE) {
                awaitQuietly(release);
            }
        }))) {
            LinkStatus status = awaitStatus(link, now -> now.state() == LinkState.RETRYING);
            assertThat(status.reason()).contains("link's own thread", "onChange");
            release.countDown();
            awaitStatus(link, now -> now.state() == LinkState.LIVE);
        } finally {
            release.countDown();
        }
    }
}
