package io.linker.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.linker.LinkerService;
import io.linker.Settings;
import io.linker.error.LinkStoppedException;
import io.linker.event.OriginPosition;
import io.linker.link.Database.Event;
import io.linker.origin.OriginSource;
import io.linker.testkit.faults.Fault;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Who waits for a place of the origin finds everything up to it at the destination, at once. */
class AppliedTest extends FaultTest {
    private static final Duration A_WHILE = Duration.ofMillis(700);

    private OriginPosition write(String stream, Event... events) {
        var position =
                pair.origin.append(pair.stream(stream), events).getSuccess().getPosition();
        return OriginPosition.of(position.getCommitPosition(), position.getPreparePosition());
    }

    private OriginPosition write(String stream, String text) {
        return write(stream, Event.of(pair.token + " " + text));
    }

    private static void awaitApplied(LinkerService link, OriginPosition position) throws InterruptedException {
        assertThat(link.awaitApplied(position, Pair.PATIENCE))
                .as(() -> position + " of " + link.status())
                .isTrue();
    }

    private List<UUID> there(String stream) {
        return pair.destination.ids(pair.stream(stream));
    }

    @Test
    void whatWasWrittenIsThereWhenItIsSaidToBe() throws InterruptedException {
        destinationWay.delay(Duration.ofMillis(10));
        Fault slow = destinationNode.faults().appends().answerAfter(Duration.ofMillis(30));
        try (LinkerService link = Pair.started(link(SHARED))) {
            for (int i = 0; i < 30; i++) {
                String stream = "s" + i % 3;
                var last = Event.of(pair.token + " last " + i);
                OriginPosition written = write(stream, Event.of(pair.token + " first " + i), last);
                awaitApplied(link, written);
                assertThat(there(stream)).endsWith(last.id());
            }
        }
        slow.close();
        pair.assertFaithful(Pair.DEFAULTS);
    }

    @Test
    void aStuckStreamHoldsUpTheLaterPlacesAndNotTheEarlierOnes() throws InterruptedException {
        Fault stuck =
                destinationNode.faults().appends().to(pair.stream("stuck")).timeOut();
        try (LinkerService link = Pair.started(link(SHARED))) {
            OriginPosition before = write("free", "before");
            OriginPosition held = write("stuck", "held");
            OriginPosition after = write("free", "after");
            awaitApplied(link, before);
            assertThat(link.awaitApplied(after, A_WHILE)).isFalse();
            assertThat(link.awaitApplied(held, A_WHILE)).isFalse();
            assertThat(there("stuck")).isEmpty();

            stuck.close();
            awaitApplied(link, after);
            assertThat(there("stuck")).hasSize(1);
            assertThat(there("free")).hasSize(2);
        }
    }

    @Test
    void thePlaceNeedNotBeOneThatIsSelected() throws InterruptedException {
        try (LinkerService link = Pair.started(link(SHARED))) {
            write("s", "selected");
            var position = pair.origin
                    .append("not-of-" + pair.token, Event.of("not selected"))
                    .getSuccess()
                    .getPosition();
            awaitApplied(link, OriginPosition.of(position.getCommitPosition(), position.getPreparePosition()));
            assertThat(there("s")).hasSize(1);
        }
    }

    @Test
    void aPlaceThatIsNotThereYetIsNotApplied() throws InterruptedException {
        try (LinkerService link = Pair.started(link(SHARED))) {
            OriginPosition.All last = (OriginPosition.All) write("s", "first");
            OriginPosition next = OriginPosition.of(
                    last.position().commit() + 1, last.position().prepare() + 1);
            awaitApplied(link, last);
            assertThat(link.awaitApplied(next, A_WHILE)).isFalse();
            CompletableFuture<Boolean> waits = CompletableFuture.supplyAsync(() -> applied(link, next));
            write("s", "second");
            assertThat(waits.join()).isTrue();
            assertThat(there("s")).hasSize(2);
        }
    }

    private static boolean applied(LinkerService link, OriginPosition position) {
        try {
            return link.awaitApplied(position, Pair.PATIENCE);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void manyMayWaitAtOnce() throws Exception {
        destinationWay.delay(Duration.ofMillis(20));
        var threads = Executors.newFixedThreadPool(200);
        try (LinkerService link = Pair.started(link(EXCLUSIVE))) {
            List<CompletableFuture<Void>> waits = IntStream.range(0, 200)
                    .mapToObj(i -> CompletableFuture.runAsync(
                            () -> {
                                OriginPosition written = write("s" + i % 7, "of " + i);
                                assertThat(applied(link, written)).isTrue();
                                assertThat(there("s" + i % 7))
                                        .contains(Event.of(pair.token + " of " + i)
                                                .id());
                            },
                            threads))
                    .toList();
            waits.forEach(CompletableFuture::join);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void aLinkThatReadsSingleStreamsKnowsPlacesInThem() throws InterruptedException {
        String stream = pair.stream("1");
        try (LinkerService link = Pair.started(link(SHARED).source(new OriginSource.Streams(List.of(stream))))) {
            write("1", "first");
            OriginPosition of = write("1", "second");
            assertThat(link.awaitApplied(OriginPosition.of(stream, 1), Pair.PATIENCE))
                    .isTrue();
            assertThat(there("1")).hasSize(2);
            assertThat(link.awaitApplied(OriginPosition.of(stream, 2), A_WHILE)).isFalse();
            assertThatThrownBy(() -> link.awaitApplied(of, A_WHILE)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> link.awaitApplied(OriginPosition.of("another", 0), A_WHILE))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void nobodyWaitsForALinkThatEnds() throws InterruptedException {
        OriginPosition later = OriginPosition.of(Long.MAX_VALUE, Long.MAX_VALUE);
        LinkerService notStarted = link(SHARED).build();
        assertThatThrownBy(() -> notStarted.awaitApplied(later, A_WHILE)).isInstanceOf(IllegalStateException.class);
        notStarted.close();

        LinkerService link = Pair.started(link(Settings.exactCopy()));
        var waits = CompletableFuture.supplyAsync(() -> applied(link, later));
        write("s", "a");
        assertThat(link.awaitCaughtUp(Pair.PATIENCE)).isTrue();
        link.close();
        assertThatThrownBy(waits::join).hasRootCauseInstanceOf(IllegalStateException.class);

        LinkerService failing = Pair.started(link(Settings.exactCopy()));
        var waitsToo = CompletableFuture.supplyAsync(() -> applied(failing, later));
        pair.destination.append(pair.stream("s"), Event.of("a stranger's"));
        OriginPosition halts = write("s", "b");
        assertThatThrownBy(() -> failing.awaitApplied(halts, Pair.PATIENCE)).isInstanceOf(LinkStoppedException.class);
        assertThatThrownBy(waitsToo::join).hasRootCauseInstanceOf(LinkStoppedException.class);
        failing.close();
    }
}
