package io.linker.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.linker.LinkerConnectionBuilder;
import io.linker.LinkerService;
import io.linker.Settings;
import io.linker.status.LinkState;
import io.linker.status.LinkStatus;
import io.linker.testkit.FaultProxy;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LifecycleTest extends LinkTest {
    private static Set<String> threads() {
        return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).collect(Collectors.toSet());
    }

    @Test
    void aLinkGoesThroughItsStatesInOrderAndTellsOfEach() throws InterruptedException {
        var states = new CopyOnWriteArrayList<LinkState>();
        origin.append(pair.stream("1"), events(500));
        LinkerService link = pair.link(Settings.defaults())
                .onChange(status -> states.add(status.state()))
                .build();
        assertThat(link.status().state()).isEqualTo(LinkState.NEW);
        try (link) {
            link.start().orTimeout(20, TimeUnit.SECONDS).join();
            Pair.awaitCaughtUp(link);
            await().until(() -> link.status().state() == LinkState.LIVE);
        }
        assertThat(link.status().state()).isEqualTo(LinkState.STOPPED);
        assertThat(states).contains(LinkState.LIVE, LinkState.STOPPED).isSorted();
    }

    @Test
    void aListenerThatThrowsDoesNotHoldUpTheLink() throws InterruptedException {
        origin.append(pair.stream("1"), events(5));
        Pair.copy(pair.link(Settings.defaults()).onChange(status -> {
            throw new IllegalStateException("thrown by a listener");
        }));
        assertThat(destination.ids(pair.stream("1"))).hasSize(5);
    }

    @Test
    void theStatusCountsWhatWasDone() throws InterruptedException {
        origin.append(pair.stream("1"), events(40));
        origin.append(pair.stream("2"), event("local").withMetadata("{\"$local\":true}"));
        origin.append(pair.stream("1"), event("last"));
        try (LinkerService link = Pair.started(pair.link(Settings.defaults()))) {
            Pair.awaitCaughtUp(link);
            LinkStatus status = link.status();
            assertThat(status.link()).isEqualTo(pair.token);
            assertThat(status.reason()).isEmpty();
            assertThat(status.read()).isEqualTo(42);
            assertThat(status.delivered()).isEqualTo(41);
            assertThat(status.skippedInAll()).isEqualTo(1);
            assertThat(status.bufferedEvents()).isZero();
            assertThat(status.lagEvents()).isZero();
            assertThat(status.lagTime()).isZero();
        }
    }

    @Test
    void aLinkIsStartedOnce() {
        try (LinkerService link = Pair.started(pair.link(Settings.defaults()))) {
            assertThatThrownBy(link::start)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("started once");
        }
    }

    @Test
    void aClosedLinkIsNotStarted() {
        LinkerService link = pair.link(Settings.defaults()).build();
        link.close();
        assertThatThrownBy(link::start).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void nobodyWaitsForALinkThatIsNotStarted() {
        try (LinkerService link = pair.link(Settings.defaults()).build()) {
            assertThatThrownBy(() -> link.awaitCaughtUp(Duration.ofSeconds(1)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("not started");
        }
    }

    @Test
    void closeLeavesNoThreadBehindAndIsHarmlessTwice() throws InterruptedException {
        Set<String> before = threads();
        origin.append(pair.stream("1"), events(100));
        LinkerService link = Pair.started(pair.link(Settings.defaults()));
        Pair.awaitCaughtUp(link);
        assertThat(threads()).anyMatch(name -> name.contains(pair.token));

        long began = System.nanoTime();
        link.close();
        link.close();

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
        await().untilAsserted(() -> assertThat(threads())
                .filteredOn(name -> !before.contains(name))
                .noneMatch(name -> name.contains(pair.token)));
    }

    @Test
    void aListenerMayCloseItsLinkWhichThenStopsInGoodOrder() throws InterruptedException {
        var self = new AtomicReference<LinkerService>();
        var took = new AtomicReference<Duration>();
        LinkerService link = pair.link(Settings.defaults())
                .onChange(status -> {
                    if (status.state() == LinkState.LIVE) {
                        long began = System.nanoTime();
                        Objects.requireNonNull(self.get()).close();
                        took.set(Duration.ofNanos(System.nanoTime() - began));
                    }
                })
                .build();
        self.set(link);
        link.start().orTimeout(20, TimeUnit.SECONDS).join();

        assertThat(link.awaitStopped(Pair.PATIENCE)).isTrue();
        assertThat(link.status().state()).isEqualTo(LinkState.STOPPED);
        assertThat(took.get()).isLessThan(Duration.ofSeconds(1));
        await().untilAsserted(() -> assertThat(threads()).noneMatch(name -> name.contains(pair.token)));
    }

    @Test
    void aLinkThatWasNeverStartedLeavesNoThreadBehind() {
        pair.link(Settings.defaults()).build().close();

        await().untilAsserted(() -> assertThat(threads()).noneMatch(name -> name.contains(pair.token)));
    }

    @Test
    void closeWhileTheLinkIsStillConnectingIsQuick() {
        try (FaultProxy nobody = FaultProxy.to("127.0.0.1", 0).refuse()) {
            String uri = "esdb://127.0.0.1:" + nobody.port() + "?tls=false";
            LinkerService link = pair.link(Settings.defaults())
                    .destination(LinkerConnectionBuilder.parse(uri, Pair.DESTINATION))
                    .build();
            var started = link.start();
            long began = System.nanoTime();

            link.close();

            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
            assertThat(started).isCompletedExceptionally();
            assertThat(link.status().state().isOver()).isTrue();
        }
    }

    @Test
    void aPausedLinkCopiesNothingUntilItIsResumed() throws InterruptedException {
        String stream = pair.stream("1");
        origin.append(stream, event("before"));
        try (LinkerService link = Pair.started(pair.link(Settings.defaults()))) {
            Pair.awaitCaughtUp(link);
            link.pause();
            await().until(() -> link.status().state() == LinkState.PAUSED);
            origin.append(stream, event("while paused"));
            assertThat(link.awaitCaughtUp(Duration.ofMillis(300))).isFalse();
            assertThat(destination.ids(stream)).hasSize(1);

            link.resume();

            Pair.awaitCaughtUp(link);
            assertThat(destination.ids(stream)).hasSize(2);
            assertThat(link.status().state()).isEqualTo(LinkState.LIVE);
        }
    }

    @Test
    void whoeverWaitsForALinkThatIsStoppedMeanwhileHearsOfIt() throws InterruptedException {
        LinkerService link = Pair.started(pair.link(Settings.defaults()));
        link.pause();
        origin.append(pair.stream("1"), event("never copied"));
        var waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return link.awaitCaughtUp(Pair.PATIENCE);
            } catch (InterruptedException interrupted) {
                throw new IllegalStateException(interrupted);
            }
        });
        link.close();
        assertThatThrownBy(() -> waiting.orTimeout(20, TimeUnit.SECONDS).join())
                .hasRootCauseInstanceOf(IllegalStateException.class)
                .hasRootCauseMessage("The link was stopped");
    }

    @Test
    void stoppingStoresThePositionSoThatNothingIsReadTwice() throws InterruptedException {
        origin.append(pair.stream("1"), events(100));
        LinkerService first = Pair.started(pair.link(Settings.defaults()));
        Pair.awaitCaughtUp(first);
        first.stop().orTimeout(20, TimeUnit.SECONDS).join();
        first.close();
        try (LinkerService second = Pair.started(pair.link(Settings.defaults()))) {
            Pair.awaitCaughtUp(second);
            assertThat(second.status().skippedInAll()).isZero();
            assertThat(List.copyOf(destination.ids(pair.stream("1")))).hasSize(100);
        }
    }
}
