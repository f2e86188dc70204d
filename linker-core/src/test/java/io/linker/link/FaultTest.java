package io.linker.link;

import static org.awaitility.Awaitility.await;

import io.linker.Delivery;
import io.linker.LinkerService;
import io.linker.LinkerServiceBuilder;
import io.linker.Settings;
import io.linker.internal.prepare.PreparationSettings;
import io.linker.testkit.EmbeddedEventStore;
import io.linker.testkit.FaultProxy;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** A link between two nodes whose network and behaviour can be made bad. */
@Timeout(90)
abstract class FaultTest {
    /** Short patience, so that what is replaced when it stands still is replaced within a test. */
    static final Settings SHARED = quick(Settings.defaults());

    static final Settings EXCLUSIVE = quick(Settings.exactCopy());

    final EmbeddedEventStore originNode = EmbeddedEventStore.start();
    final EmbeddedEventStore destinationNode = EmbeddedEventStore.start();
    final FaultProxy originWay = FaultProxy.to("127.0.0.1", originNode.port());
    final FaultProxy destinationWay = FaultProxy.to("127.0.0.1", destinationNode.port());
    final Pair pair = new Pair(originNode, destinationNode);

    private static Settings quick(Settings settings) {
        return settings.with(new Settings.Connecting(Duration.ofSeconds(30), false, Duration.ofSeconds(2)))
                .with(new Settings.Checkpoints(200, Duration.ofMillis(50)));
    }

    @AfterEach
    void close() {
        pair.close();
        originWay.close();
        destinationWay.close();
        originNode.close();
        destinationNode.close();
    }

    LinkerServiceBuilder link(Settings settings) {
        return pair.link(settings, uri(originWay), uri(destinationWay));
    }

    private static String uri(FaultProxy way) {
        return "esdb://127.0.0.1:" + way.port() + "?tls=false&defaultDeadline=2000&gossipTimeout=1000";
    }

    static PreparationSettings rules(Settings settings) {
        return settings.delivery().provenance() == Delivery.Provenance.NONE ? Pair.EXACT : Pair.DEFAULTS;
    }

    /** The link delivers at least {@code more} further events. */
    static void delivers(LinkerService link, long more) {
        moves(() -> link.status().delivered(), more);
    }

    static void moves(LongSupplier counter, long more) {
        long target = counter.getAsLong() + more;
        await().atMost(Pair.PATIENCE).until(() -> counter.getAsLong() >= target);
    }
}
