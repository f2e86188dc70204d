package io.linker.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.linker.LinkerConnectionBuilder;
import io.linker.LinkerService;
import io.linker.Settings;
import io.linker.link.Database.Event;
import io.linker.link.Database.Read;
import io.linker.testkit.EmbeddedEventStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OneWayLinkTest {
    private final EmbeddedEventStore originNode = EmbeddedEventStore.start();
    private final EmbeddedEventStore destinationNode = EmbeddedEventStore.start();
    private final Database origin = new Database("127.0.0.1", originNode.port());
    private final Database destination = new Database("127.0.0.1", destinationNode.port());

    @AfterEach
    void close() {
        origin.close();
        destination.close();
        originNode.close();
        destinationNode.close();
    }

    private LinkerService link(Settings settings) {
        return new LinkerService(
                LinkerConnectionBuilder.parse(originNode.connectionString(), "origin-01"),
                LinkerConnectionBuilder.parse(destinationNode.connectionString(), "destination-01"),
                settings);
    }

    private void copy(Settings settings) throws InterruptedException {
        try (LinkerService link = link(settings)) {
            link.start().orTimeout(20, TimeUnit.SECONDS).join();
            assertThat(link.awaitCaughtUp(Duration.ofSeconds(20)))
                    .as(() -> link.status().toString())
                    .isTrue();
        }
    }

    @Test
    void copiesStreamsEventByEvent() throws InterruptedException {
        origin.append("order-1", Event.of("a"), Event.of("b"));
        origin.append("order-2", Event.of("c"));
        origin.append("order-1", Event.of("d"));

        copy(Settings.exactCopy());

        assertThat(destination.read("order-1")).isEqualTo(origin.read("order-1"));
        assertThat(destination.read("order-2")).isEqualTo(origin.read("order-2"));
    }

    @Test
    void goesOnWhereItEndedAndWritesNothingTwice() throws InterruptedException {
        for (int round = 0; round < 3; round++) {
            origin.append("order-1", Event.of("a" + round), Event.of("b" + round));
            copy(Settings.defaults());
        }

        List<Read> copied = destination.read("order-1");
        assertThat(copied)
                .extracting(Read::id)
                .isEqualTo(origin.read("order-1").stream().map(Read::id).toList());
        assertThat(copied).allSatisfy(event -> assertThat(event.metadata()).contains("\"$origin\":\"origin-01\""));
    }
}
