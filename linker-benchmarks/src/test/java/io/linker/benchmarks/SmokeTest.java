package io.linker.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.linker.Settings;
import io.linker.benchmarks.copy.AppendEach;
import io.linker.benchmarks.copy.Ceiling;
import io.linker.benchmarks.copy.Copier;
import io.linker.benchmarks.copy.LinkCopier;
import io.linker.benchmarks.ends.Address;
import io.linker.benchmarks.ends.EmbeddedDatabases;
import io.linker.benchmarks.ends.GivenDatabases;
import io.linker.benchmarks.ends.Load;
import io.linker.benchmarks.ends.Scene;
import io.linker.benchmarks.ends.Subscription;
import io.linker.event.Position;
import io.linker.testkit.EmbeddedEventStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Every way to copy really copies: figures of one that does not would be worth nothing. */
class SmokeTest {
    private static final Load LOAD = new Load(60, 256, 7);
    private static final Duration BOUND = Duration.ofSeconds(30);

    @Test
    void everyWayCopiesWhatIsThere() throws Exception {
        for (Copier way : List.of(
                new LinkCopier("link", Settings.defaults()),
                new LinkCopier("exact", Settings.exactCopy()),
                new Ceiling(8, 2),
                new AppendEach("append", 3, false),
                new AppendEach("tail", 1, true))) {
            try (var origin = EmbeddedEventStore.start();
                    var destination = EmbeddedEventStore.start()) {
                var databases = new GivenDatabases(Address.local(origin.port()), Address.local(destination.port()));
                Scene scene = databases.scene(LOAD, 0);

                assertThat(way.copy(scene, BOUND)).as(way.name()).isPositive();
                assertThat(streams(scene.destination())).as(way.name()).isEqualTo(streams(scene.origin()));
            }
        }
    }

    @Test
    void nodesInProcessesOfTheirOwnAreEmptyForEachScene() throws Exception {
        try (var databases = EmbeddedDatabases.start("256m", null)) {
            new Ceiling(8, 1).copy(databases.scene(LOAD, 0), BOUND);
            Scene next = databases.scene(LOAD, 2);

            assertThat(Subscription.end(next.destination())).isEqualTo(next.after());
            assertThat(streams(next.origin()).values()).containsOnly(8L, 9L);
        }
    }

    @Test
    void aTrickleArrives() throws Exception {
        try (var origin = EmbeddedEventStore.start();
                var destination = EmbeddedEventStore.start()) {
            var databases = new GivenDatabases(Address.local(origin.port()), Address.local(destination.port()));
            Scene scene = databases.scene(LOAD.withEvents(0), 0);
            try (var link = new LinkCopier("link", Settings.defaults()).link(scene);
                    var trickle = new Trickle(scene)) {
                link.start().get(30, TimeUnit.SECONDS);

                assertThat(trickle.run(5)).hasSize(5);
            }
        }
    }

    /** How many events each stream of a load has; the revisions have to be without gaps. */
    private static Map<String, Long> streams(Address database) throws InterruptedException {
        var streams = new TreeMap<String, Long>();
        var all = new CountDownLatch(LOAD.events());
        try (var subscription = Subscription.open(database, Position.START, event -> {
            String stream = event.getStreamIdentifier().getStreamName().toStringUtf8();
            if (stream.contains("load-")) {
                synchronized (streams) {
                    assertThat(streams.merge(stream, 1L, Long::sum)).isEqualTo(event.getStreamRevision() + 1);
                }
                all.countDown();
            }
        })) {
            subscription.ask(Integer.MAX_VALUE);
            assertThat(all.await(30, TimeUnit.SECONDS)).isTrue();
        }
        synchronized (streams) {
            return Map.copyOf(streams);
        }
    }
}
