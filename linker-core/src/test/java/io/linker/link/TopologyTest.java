package io.linker.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.linker.LinkerConnectionBuilder;
import io.linker.LinkerService;
import io.linker.LinkerTopology;
import io.linker.LinkerTopologyBuilder;
import io.linker.Settings;
import io.linker.conflict.ConflictPolicy;
import io.linker.error.LinkStoppedException;
import io.linker.error.StopReason;
import io.linker.event.SkipReason;
import io.linker.link.Database.Event;
import io.linker.status.LinkState;
import io.linker.status.LinkStatus;
import io.linker.testkit.EmbeddedEventStore;
import io.linker.testkit.FaultProxy;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several links between three databases, as one. */
@Timeout(60)
class TopologyTest {
    private final Node a = new Node("a-" + UUID.randomUUID().toString().substring(0, 8));
    private final Node b = new Node("b");
    private final Node c = new Node("c");

    /** A database and its name; the name of one is the test's own, since the threads of its links go by it. */
    private static final class Node implements AutoCloseable {
        final String name;
        final EmbeddedEventStore store = EmbeddedEventStore.start();
        final Database data = new Database(store.connectionString());

        Node(String name) {
            this.name = name;
        }

        LinkerConnectionBuilder at() {
            return LinkerConnectionBuilder.parse(store.connectionString(), name);
        }

        @Override
        public void close() {
            data.close();
            store.close();
        }
    }

    @AfterEach
    void close() {
        List.of(a, b, c).forEach(Node::close);
    }

    private static LinkerTopology started(LinkerTopologyBuilder links) {
        LinkerTopology topology = links.build();
        topology.start().orTimeout(20, TimeUnit.SECONDS).join();
        return topology;
    }

    private static List<Event> events(String prefix, int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> Event.of(prefix + " " + i))
                .toList();
    }

    private List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().contains(a.name))
                .toList();
    }

    @Test
    void whatIsCaughtUpIsAtTheEndOfTheLongestWay() throws InterruptedException {
        LinkerTopologyBuilder chain =
                LinkerTopology.builder().link(b.at(), c.at()).link(a.at(), b.at());
        try (LinkerTopology links = started(chain)) {
            for (int i = 1; i <= 20; i++) {
                a.data.append("order-1", Event.of("event " + i));
                assertThat(links.awaitCaughtUp(Pair.PATIENCE)).isTrue();
                assertThat(c.data.ids("order-1")).hasSize(i).isEqualTo(a.data.ids("order-1"));
            }
        }
        assertThat(c.data.read("order-1"))
                .allSatisfy(event -> assertThat(event.metadata()).contains("\"$origin\":\"" + a.name + ",b\""));
    }

    @Test
    void inAMeshEveryEventIsEverywhereOnce() throws InterruptedException {
        LinkerTopologyBuilder mesh = LinkerTopology.builder()
                .bothWays(a.at(), b.at())
                .bothWays(b.at(), c.at())
                .bothWays(c.at(), a.at());
        try (LinkerTopology links = started(mesh)) {
            for (Node node : List.of(a, b, c)) {
                node.data.append("order-1", events("written in " + node.name, 50));
            }
            assertThat(links.awaitCaughtUp(Pair.PATIENCE)).isTrue();
            List<UUID> ids = a.data.ids("order-1").stream().sorted().toList();
            assertThat(ids).hasSize(150).doesNotHaveDuplicates();
            assertThat(b.data.ids("order-1")).containsExactlyInAnyOrderElementsOf(ids);
            assertThat(c.data.ids("order-1")).containsExactlyInAnyOrderElementsOf(ids);
            assertThat(links.status())
                    .hasSize(6)
                    .allSatisfy(link -> assertThat(link.skipped()).containsKey(SkipReason.ECHO));
        }
    }

    @Test
    void allLinksPauseAndGoOnTogether() throws InterruptedException {
        try (LinkerTopology links = started(LinkerTopology.builder().bothWays(a.at(), b.at()))) {
            links.pause();
            await().until(() -> links.status().stream().allMatch(link -> link.state() == LinkState.PAUSED));
            a.data.append("order-1", Event.of("from a"));
            b.data.append("order-2", Event.of("from b"));
            assertThat(links.awaitCaughtUp(Duration.ofMillis(300))).isFalse();
            assertThat(b.data.ids("order-1")).isEmpty();
            links.resume();
            assertThat(links.awaitCaughtUp(Pair.PATIENCE)).isTrue();
            assertThat(b.data.ids("order-1")).hasSize(1);
            assertThat(a.data.ids("order-2")).hasSize(1);
        }
    }

    @Test
    void whereOneLinkCannotStartNoneRuns() {
        try (FaultProxy nobody = FaultProxy.to("127.0.0.1", 0).refuse()) {
            var soon = Settings.Connecting.DEFAULTS.withTimeout(Duration.ofSeconds(1));
            LinkerTopology links = LinkerTopology.builder()
                    .link(a.at(), b.at())
                    .link(LinkerService.builder()
                            .origin(a.at())
                            .destination(LinkerConnectionBuilder.parse(
                                    "esdb://127.0.0.1:" + nobody.port() + "?tls=false", "nobody"))
                            .settings(Settings.defaults().with(soon)))
                    .build();
            try (links) {
                CompletableFuture<Void> start = links.start().orTimeout(20, TimeUnit.SECONDS);
                assertThatThrownBy(start::join)
                        .cause()
                        .isInstanceOfSatisfying(
                                LinkStoppedException.class,
                                why -> assertThat(why.reason()).isEqualTo(StopReason.NOT_CONNECTED));
                assertThat(links.status()).allMatch(link -> link.state().isOver());
                a.data.append("order-1", Event.of("too late"));
                assertThatThrownBy(() -> links.awaitStopped(Duration.ofSeconds(5)))
                        .isInstanceOf(LinkStoppedException.class);
            }
            assertThat(b.data.ids("order-1")).isEmpty();
        }
        await().untilAsserted(() -> assertThat(threads()).isEmpty());
    }

    @Test
    void aDatabaseThatHasAnotherNameIsTold() {
        started(LinkerTopology.builder().link(a.at(), b.at())).close();
        String elsewhere = b.store.connectionString().replace("127.0.0.1", "localhost");
        try (LinkerTopology links = LinkerTopology.builder()
                .link(c.at(), LinkerConnectionBuilder.parse(elsewhere, "bb"))
                .link(a.at(), c.at())
                .build()) {
            assertThatThrownBy(
                            () -> links.start().orTimeout(20, TimeUnit.SECONDS).join())
                    .cause()
                    .hasMessageContainingAll("'b'", "'bb'")
                    .isInstanceOfSatisfying(
                            LinkStoppedException.class,
                            why -> assertThat(why.reason()).isEqualTo(StopReason.NAME_MISMATCH));
        }
    }

    @Test
    void ofTwoNamesGivenAtTheSameTimeOneIsRefused() {
        String elsewhere = c.store.connectionString().replace("127.0.0.1", "localhost");
        try (LinkerTopology links = LinkerTopology.builder()
                .link(a.at(), c.at())
                .link(b.at(), LinkerConnectionBuilder.parse(elsewhere, "cc"))
                .build()) {
            links.start()
                    .exceptionally(why -> null)
                    .orTimeout(20, TimeUnit.SECONDS)
                    .join();
            assertThatThrownBy(() -> links.awaitStopped(Pair.PATIENCE))
                    .hasMessageContainingAll("'c'", "'cc'")
                    .isInstanceOfSatisfying(
                            LinkStoppedException.class,
                            why -> assertThat(why.reason()).isEqualTo(StopReason.NAME_MISMATCH));
        }
    }

    @Test
    void aLinkThatStopsByItselfIsToldAtOnceAndTheOthersGoOn() throws InterruptedException {
        var halting = Settings.defaults().with(Settings.defaults().delivery().with(ConflictPolicy.halt()));
        LinkerTopologyBuilder fanOut = LinkerTopology.builder()
                .link(a.at(), b.at())
                .link(LinkerService.builder().origin(a.at()).destination(c.at()).settings(halting));
        c.data.append("order-1", Event.of("a stranger's"));
        try (LinkerTopology links = started(fanOut)) {
            a.data.append("order-1", Event.of("halts the link to c"));
            assertThatThrownBy(() -> links.awaitStopped(Pair.PATIENCE))
                    .isInstanceOfSatisfying(
                            LinkStoppedException.class,
                            why -> assertThat(why.reason()).isEqualTo(StopReason.CONFLICT));
            a.data.append("order-2", Event.of("goes to b"));
            assertThat(links.link(a.name + "-to-b").awaitCaughtUp(Pair.PATIENCE))
                    .isTrue();
            assertThat(b.data.ids("order-2")).hasSize(1);
        }
    }

    @Test
    void closeEndsAllLinksAndIsHarmlessTwice() throws InterruptedException {
        LinkerTopology links =
                started(LinkerTopology.builder().bothWays(a.at(), b.at()).bothWays(a.at(), c.at()));
        a.data.append("order-1", events("event", 100));
        assertThat(links.awaitCaughtUp(Pair.PATIENCE)).isTrue();
        assertThat(threads()).isNotEmpty();
        long began = System.nanoTime();
        links.close();
        links.close();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
        assertThat(links.status()).extracting(LinkStatus::state).containsOnly(LinkState.STOPPED);
        assertThat(links.awaitStopped(Duration.ZERO)).isTrue();
        await().untilAsserted(() -> assertThat(threads()).isEmpty());
    }

    @Test
    void aTopologyIsStartedOnceAndHasOnlyItsLinks() {
        try (LinkerTopology links = started(LinkerTopology.builder().link(a.at(), b.at()))) {
            assertThatThrownBy(links::start).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> links.link("b-to-a"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("b-to-a", a.name + "-to-b");
        }
    }
}
