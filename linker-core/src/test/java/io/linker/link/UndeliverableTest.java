package io.linker.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.linker.Delivery.OnUndeliverable;
import io.linker.LinkerService;
import io.linker.Settings;
import io.linker.error.StopReason;
import io.linker.internal.prepare.PreparationSettings;
import io.linker.link.Database.Event;
import io.linker.link.Database.Read;
import io.linker.testkit.EmbeddedEventStore;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Events that the destination does not take, since it takes less than the origin did. */
@Timeout(60)
class UndeliverableTest {
    private static final int LIMIT = 512 << 10;
    private static final Settings PARKING =
            Settings.defaults().with(Settings.defaults().delivery().with(OnUndeliverable.PARK));

    private final EmbeddedEventStore originNode =
            EmbeddedEventStore.builder().maxAppendSize(20 << 20).start();
    private final EmbeddedEventStore destinationNode =
            EmbeddedEventStore.builder().maxAppendSize(LIMIT).start();
    private final Pair pair = new Pair(originNode, destinationNode);
    private final String stream = pair.stream("1");
    private final String park = "linker-park-" + pair.token;

    @AfterEach
    void close() {
        pair.close();
        originNode.close();
        destinationNode.close();
    }

    private static Event sized(String text, int bytes) {
        byte[] data = new byte[bytes];
        Arrays.fill(data, (byte) 'x');
        return Event.of(text).withData(data).withType("t").asBinary();
    }

    private List<Read> parked() {
        return pair.destination.read(park).stream()
                .filter(event -> event.type().equals("linker-parked"))
                .toList();
    }

    @Test
    void aLinkHaltsBeforeAnEventThatIsTooLargeAndNamesIt() throws InterruptedException {
        pair.origin.append(stream, Event.of("before"));
        pair.origin.append(stream, sized("large", LIMIT));
        pair.origin.append(stream, Event.of("behind"));
        try (LinkerService link = Pair.started(pair.link(Settings.defaults()))) {
            Verdicts.assertStops(link, StopReason.UNDELIVERABLE)
                    .hasMessageContainingAll(stream + "@1", "destination-01", "park", "" + LIMIT);
        }
        assertThat(pair.destination.ids(stream))
                .containsExactly(Event.of("before").id());
    }

    @Test
    void aLinkThatParksPutsTheEventAsideWithItsBytesAndGoesOn() throws InterruptedException {
        pair.origin.append(stream, Event.of("before"));
        pair.origin.append(stream, sized("large", 2 * LIMIT).withMetadata("{\"kept\":1}"));
        pair.origin.append(stream, Event.of("behind"));
        try (LinkerService link = Pair.started(pair.link(PARKING))) {
            Pair.awaitCaughtUp(link);
            assertThat(link.status().parked()).isEqualTo(1);
        }
        assertThat(pair.destination.ids(stream))
                .containsExactly(Event.of("before").id(), Event.of("behind").id());
        assertThat(parked())
                .singleElement()
                .satisfies(header -> assertThat(header.data())
                        .contains(stream, Event.of("large").id().toString()));
        String bytes = String.join(
                "",
                pair.destination.read(park).stream()
                        .filter(event -> event.type().equals("linker-parked-part"))
                        .map(Read::data)
                        .toList());
        assertThat(bytes).isEqualTo("x".repeat(2 * LIMIT) + "{\"kept\":1}");
        pair.assertFaithful(Pair.DEFAULTS);
    }

    @Test
    void aParkedEventIsParkedOnceThoughTheCheckpointIsLost() throws InterruptedException {
        pair.origin.append(stream, Event.of("before"), Event.of("between"));
        pair.origin.append(stream, sized("large", LIMIT));
        pair.origin.append(stream, Event.of("behind"));
        for (int i = 0; i < 3; i++) {
            pair.copy(PARKING);
            pair.destination.delete("linker-checkpoint-" + pair.token);
        }
        assertThat(parked()).hasSize(1);
        pair.assertFaithful(Pair.DEFAULTS);
    }

    @Test
    void anExactCopyKnowsItsParkedEventsWhenItStartsFromAnOlderPosition() throws InterruptedException {
        Settings exact = Settings.exactCopy();
        Settings parking = exact.with(exact.delivery().with(OnUndeliverable.PARK));
        pair.origin.append(stream, Event.of("first"), Event.of("second"));
        pair.origin.append(stream, sized("large", LIMIT));
        pair.origin.append(stream, Event.of("third"), Event.of("fourth"));
        for (int i = 0; i < 3; i++) {
            pair.copy(parking);
            pair.destination.delete("linker-checkpoint-" + pair.token);
            pair.origin.append(stream, Event.of("later " + i));
        }
        pair.copy(parking);
        assertThat(parked()).hasSize(1);
        assertThat(pair.destination.ids(stream)).hasSize(7);
        pair.assertFaithful(Pair.EXACT);
    }

    @Test
    void anExactCopyGoesOnBehindAParkedEvent() throws InterruptedException {
        Settings exact = Settings.exactCopy();
        Settings parking = exact.with(exact.delivery().with(OnUndeliverable.PARK));
        pair.origin.append(stream, Event.of("first"));
        pair.origin.append(stream, sized("large", LIMIT));
        pair.origin.append(stream, Event.of("second"));
        pair.copy(parking);
        pair.origin.append(stream, Event.of("third"));
        pair.copy(parking);
        assertThat(pair.destination.ids(stream)).hasSize(3);
        assertThat(parked()).hasSize(1);
        pair.assertFaithful(Pair.EXACT);
    }

    @Test
    void anEventThatOnlyProvenanceMakesTooLargeGoesWithoutWhereThatIsAllowed() throws InterruptedException {
        Settings omitting =
                Settings.defaults().with(Settings.defaults().delivery().omittingProvenance());
        pair.origin.append(stream, Event.of("before"));
        pair.origin.append(stream, sized("full", LIMIT - 2));
        pair.origin.append(stream, Event.of("behind"));

        pair.copy(omitting);

        assertThat(pair.destination.ids(stream)).isEqualTo(pair.origin.ids(stream));
        assertThat(pair.destination.read(stream).get(1).metadata()).isEmpty();
        assertThat(pair.destination.read(stream).get(2).metadata()).contains("$origin");
        PreparationSettings plain = Pair.DEFAULTS;
        pair.assertFaithful(new PreparationSettings(
                Pair.ORIGIN,
                Pair.DESTINATION,
                plain.filter(),
                plain.transform(),
                new PreparationSettings.Trails(true, false, false, true, false, false),
                plain.control(),
                plain.copyLinkEvents(),
                null));
    }

    @Test
    void anEventThatOnlyProvenanceMakesTooLargeIsUndeliverableElsewhere() throws InterruptedException {
        pair.origin.append(stream, sized("full", LIMIT - 2));
        try (LinkerService link = Pair.started(pair.link(Settings.defaults()))) {
            Verdicts.assertStops(link, StopReason.UNDELIVERABLE).hasMessageContaining(stream + "@0");
        }
    }

    @Test
    void smallEventsThatTogetherAreTooLargeAreSentInSmallerBatches() throws InterruptedException {
        for (int i = 0; i < 40; i++) {
            pair.origin.append(stream, sized("part " + i, LIMIT / 5));
        }
        pair.copy(Settings.exactCopy());
        pair.assertFaithful(Pair.EXACT);
    }

    @Test
    void eventsBeyondTheTransportsLimitArePartsOfAParkedOneAndNeverSentWhole() throws InterruptedException {
        pair.origin.append(stream, Event.of("before"));
        pair.origin.append(stream, sized("huge", 16_767_216 - 500));
        pair.origin.append(stream, Event.of("behind"));
        pair.copy(PARKING);
        assertThat(pair.destination.ids(stream)).hasSize(2);
        assertThat(parked()).hasSize(1);
        pair.assertFaithful(Pair.DEFAULTS);
    }

    @Test
    void aLimitThatBecomesSmallerWhileTheLinkRunsIsLearned() throws InterruptedException {
        try (LinkerService link = Pair.started(pair.link(PARKING))) {
            destinationNode.faults().limitAppendsTo(LIMIT * 3 / 4);
            for (int i = 0; i < 10; i++) {
                pair.origin.append(stream, sized("part " + i, LIMIT / 4), sized("large " + i, LIMIT - 100));
            }
            Pair.awaitCaughtUp(link);
            assertThat(link.status().parked()).isEqualTo(10);
        }
        assertThat(pair.destination.ids(stream)).hasSize(10);
    }
}
