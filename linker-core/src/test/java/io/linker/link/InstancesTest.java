package io.linker.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.linker.LinkerService;
import io.linker.Settings;
import io.linker.error.StopReason;
import io.linker.link.Database.Event;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Two instances of one link by mistake: the newer one goes on, and what the older one still sends does no harm. */
class InstancesTest extends FaultTest {
    private static final Settings OFTEN = Settings.defaults().with(new Settings.Checkpoints(1, Duration.ofMillis(10)));

    private final String stream = pair.stream("1");

    /** An older instance has sent something that is still under way when a newer one takes over; then it arrives. */
    private void late(Runnable olderSends, Runnable newerSees) throws InterruptedException {
        pair.origin.append(stream, Event.of("a"));
        try (LinkerService older = Pair.started(link(OFTEN))) {
            Pair.awaitCaughtUp(older);
            destinationWay.stall();
            olderSends.run();
            await().until(() -> older.status().bufferedEvents() > 0);
            try (LinkerService newer = Pair.started(pair.link(OFTEN))) {
                Pair.awaitCaughtUp(newer);
                newerSees.run();
                Pair.awaitCaughtUp(newer);
                destinationWay.resume();
                Verdicts.assertStops(older, StopReason.FENCED);
            }
        }
    }

    @Test
    void aDeleteThatArrivesLateHidesNothing() throws InterruptedException {
        late(() -> pair.origin.delete(stream), () -> pair.origin.append(stream, Event.of("b")));

        assertThat(pair.destination.ids(stream)).containsExactly(Event.of("b").id());
        pair.assertFaithful(Pair.DEFAULTS);
    }

    @Test
    void aDocumentThatArrivesLateDoesNotBringADeletedStreamBack() throws InterruptedException {
        late(() -> pair.origin.setMetadata(stream, "{\"owner\":\"me\"}"), () -> pair.origin.delete(stream));

        assertThat(pair.destination.read(stream)).isEmpty();
        pair.assertFaithful(Pair.DEFAULTS);
    }

    @Test
    void eventsThatArriveLateAreNotThereTwice() throws InterruptedException {
        late(
                () -> pair.origin.append(stream, Event.of("b"), Event.of("c")),
                () -> pair.origin.append(stream, Event.of("d")));

        assertThat(pair.destination.ids(stream)).hasSize(4).isEqualTo(pair.origin.ids(stream));
        pair.assertFaithful(Pair.DEFAULTS);
    }
}
