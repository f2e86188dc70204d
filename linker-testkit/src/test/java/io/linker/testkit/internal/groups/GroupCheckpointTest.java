package io.linker.testkit.internal.groups;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class GroupCheckpointTest {
    @Test
    void theCheckpointStaysBelowTheOldestUnansweredEvent() {
        Fixture fixture = Fixture.withEvents(5, settings -> settings.checkpoints(1, 1));
        fixture.connect(10);
        fixture.ack(1, 2);
        assertThat(fixture.store.loadCheckpoint()).isEmpty();

        fixture.ack(0);
        assertThat(fixture.store.loadCheckpoint()).hasValue(2);
    }

    @Test
    void skippedAndParkedEventsMoveTheCheckpoint() {
        Fixture fixture = Fixture.withEvents(3, settings -> settings.checkpoints(1, 1));
        fixture.connect(10);
        fixture.nack(NackAction.SKIP, 0);
        fixture.nack(NackAction.PARK, 1);
        fixture.ack(2);
        assertThat(fixture.store.loadCheckpoint()).hasValue(2);
    }

    @Test
    void anEventThatWaitsForItsRetryHoldsTheCheckpoint() {
        Fixture fixture = Fixture.withEvents(3, settings -> settings.checkpoints(1, 1));
        Fixture.TestConsumer consumer = fixture.connect(10);
        consumer.ready = false;
        fixture.nack(NackAction.RETRY, 1);
        fixture.ack(0, 2);
        assertThat(fixture.store.loadCheckpoint()).hasValue(0);
    }

    @Test
    void theMaximumCountWritesAtOnceAndTheMinimumCountAtATick() {
        Fixture fixture = Fixture.withEvents(10, settings -> settings.checkpoints(2, 4));
        fixture.connect(10);
        fixture.ack(0, 1, 2);
        assertThat(fixture.store.loadCheckpoint()).isEmpty();
        fixture.pass(1);
        assertThat(fixture.store.loadCheckpoint()).hasValue(2);

        fixture.ack(3, 4, 5, 6);
        assertThat(fixture.store.loadCheckpoint()).hasValue(6);
        fixture.ack(7);
        fixture.pass(10);
        assertThat(fixture.store.loadCheckpoint()).hasValue(6);
    }

    @Test
    void twoCheckpointsByTimeAreAtLeastTheConfiguredTimeApart() {
        Fixture fixture = Fixture.withEvents(10, settings -> settings.checkpoints(1, 100));
        fixture.connect(10);
        fixture.ack(0);
        fixture.pass(1);
        fixture.ack(1);
        fixture.pass(1);
        assertThat(fixture.store.loadCheckpoint()).hasValue(0);
        fixture.pass(1);
        assertThat(fixture.store.loadCheckpoint()).hasValue(1);
    }

    @Test
    void aReopenedGroupGoesOnAfterItsCheckpoint() {
        Fixture fixture = Fixture.withEvents(5, settings -> settings.checkpoints(1, 1));
        fixture.connect(10);
        fixture.ack(0, 1, 3);

        fixture.reopen();
        assertThat(fixture.group().statistics().lastCheckpoint()).isEqualTo("1");
        assertThat(fixture.connect(10).got()).containsExactly("2", "3", "4");
    }

    @Test
    void eventsTheFilterHoldsBackMoveTheCheckpoint() {
        Fixture fixture = Fixture.withEvents(1, settings -> settings.checkpoints(1, 5));
        fixture.connect(10);
        fixture.ack(0);
        fixture.source.heldBack = "other";
        for (int i = 0; i < 5; i++) {
            fixture.source.write("other", null);
        }
        fixture.group().proceed();
        assertThat(fixture.store.loadCheckpoint()).hasValue(5);
    }

    @Test
    void eventsTheFilterHoldsBackDoNotMoveTheCheckpointAcrossAnUndeliveredOne() {
        Fixture fixture = Fixture.withEvents(1, settings -> settings.checkpoints(1, 1));
        fixture.source.heldBack = "other";
        fixture.source.write("other", null);
        fixture.group().proceed();
        assertThat(fixture.store.loadCheckpoint()).isEmpty();
    }

    @Test
    void aReplayedEventDoesNotTouchTheCheckpoint() {
        Fixture fixture = Fixture.withEvents(2, settings -> settings.checkpoints(1, 1));
        fixture.connect(10);
        fixture.nack(NackAction.PARK, 0);
        fixture.ack(1);
        fixture.group().replayParked(OptionalLong.empty());
        assertThat(fixture.store.loadCheckpoint()).hasValue(1);
        fixture.ack(0);
        assertThat(fixture.store.loadCheckpoint()).hasValue(1);
    }
}
