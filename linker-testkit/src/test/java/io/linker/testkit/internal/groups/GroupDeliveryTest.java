package io.linker.testkit.internal.groups;

import static org.assertj.core.api.Assertions.assertThat;

import io.linker.testkit.internal.groups.Fixture.TestConsumer;
import org.junit.jupiter.api.Test;

class GroupDeliveryTest {
    @Test
    void aConsumerGetsHistoryAndThenWhatIsWritten() {
        Fixture fixture = Fixture.withEvents(2);
        TestConsumer consumer = fixture.connect(10);
        assertThat(consumer.got()).containsExactly("0", "1");

        fixture.writeAndProceed(1);
        assertThat(consumer.got()).containsExactly("2");
    }

    @Test
    void aConsumerHoldsNoMoreThanItsBufferUnanswered() {
        Fixture fixture = Fixture.withEvents(10);
        TestConsumer consumer = fixture.connect(3);
        assertThat(consumer.got()).containsExactly("0", "1", "2");

        fixture.ack(0);
        assertThat(consumer.got()).containsExactly("3");

        fixture.ack(1, 2, 3);
        assertThat(consumer.got()).containsExactly("4", "5", "6");
    }

    @Test
    void aConsumerWithABufferOfZeroGetsNothing() {
        assertThat(Fixture.withEvents(2).connect(0).got()).isEmpty();
    }

    @Test
    void aConsumerWhoseTransportIsFullWaitsUntilItIsReadyAgain() {
        Fixture fixture = Fixture.withEvents(0);
        TestConsumer consumer = fixture.connect(10);
        consumer.ready = false;
        fixture.writeAndProceed(1);
        assertThat(consumer.got()).isEmpty();

        consumer.ready = true;
        fixture.group().proceed();
        assertThat(consumer.got()).containsExactly("0");
    }

    @Test
    void aGroupFromTheEndDeliversOnlyWhatIsWrittenLater() {
        Fixture fixture = Fixture.startingAt(StartFrom.END, 3);
        TestConsumer consumer = fixture.connect(10);
        assertThat(consumer.got()).isEmpty();

        fixture.writeAndProceed(1);
        assertThat(consumer.got()).containsExactly("3");
    }

    @Test
    void aGroupFromARevisionNotYetWrittenIsSilentUpToThere() {
        Fixture fixture = Fixture.startingAt(5, 3);
        TestConsumer consumer = fixture.connect(10);
        fixture.writeAndProceed(2);
        assertThat(consumer.got()).isEmpty();

        fixture.writeAndProceed(1);
        assertThat(consumer.got()).containsExactly("5");
    }

    @Test
    void aForeignAckOrNackChangesNothing() {
        Fixture fixture = Fixture.withEvents(2);
        TestConsumer consumer = fixture.connect(1);
        consumer.got();
        fixture.ack(77);
        fixture.nack(NackAction.PARK, 78);
        assertThat(consumer.got()).isEmpty();
        assertThat(fixture.store.parkedCount()).isZero();
    }

    @Test
    void anEventThatIsNotAnsweredInTimeIsDeliveredAgain() {
        Fixture fixture = Fixture.withEvents(2, settings -> settings.timeout(1_200));
        TestConsumer consumer = fixture.connect(10);
        fixture.ack(1);
        consumer.got();

        fixture.pass(1);
        assertThat(consumer.got()).isEmpty();
        fixture.pass(1);
        assertThat(consumer.got()).containsExactly("0 again 1");
    }

    @Test
    void aTimeOutOfZeroExpiresAtTheNextTick() {
        Fixture fixture = Fixture.withEvents(1, settings -> settings.timeout(0));
        TestConsumer consumer = fixture.connect(10);
        consumer.got();
        fixture.pass(1);
        assertThat(consumer.got()).containsExactly("0 again 1");
    }

    @Test
    void anEventToRetryComesBeforeNewOnes() {
        Fixture fixture = Fixture.withEvents(3);
        TestConsumer consumer = fixture.connect(1);
        consumer.got();
        fixture.nack(NackAction.RETRY, 0);
        assertThat(consumer.got()).containsExactly("0 again 1");
    }

    @Test
    void whatAConsumerLeavesUnansweredGoesToTheOthersInOrder() {
        Fixture fixture = Fixture.withEvents(3);
        TestConsumer first = fixture.connect(10);
        fixture.ack(0);
        fixture.leave(first);

        assertThat(fixture.connect(10).got()).containsExactly("1 again 1", "2 again 1");
    }

    @Test
    void leavingNeverParksAnEvent() {
        Fixture fixture = Fixture.withEvents(1, settings -> settings.retries(0));
        fixture.leave(fixture.connect(10));
        assertThat(fixture.store.parkedCount()).isZero();
        assertThat(fixture.connect(10).got()).containsExactly("0 again 1");
    }

    @Test
    void onlyAsManyConsumersAsTheGroupAllowsHaveAPlace() {
        Fixture fixture = Fixture.withEvents(0, settings -> settings.consumers(1));
        assertThat(fixture.group().hasPlaceForConsumer()).isTrue();
        TestConsumer first = fixture.connect(10);
        assertThat(fixture.group().hasPlaceForConsumer()).isFalse();

        fixture.leave(first);
        assertThat(fixture.group().hasPlaceForConsumer()).isTrue();
    }

    @Test
    void aGroupHoldsNoMoreThanItsHistoryBufferAndIsBehindThen() {
        Fixture fixture = Fixture.withEvents(100, settings -> settings.buffers(5, 12));
        assertThat(fixture.group().statistics().delivery().waitingFresh()).isEqualTo(10);
        assertThat(fixture.group().statistics().status()).isEqualTo("Behind");

        TestConsumer consumer = fixture.connect(200);
        while (fixture.group().proceed()) {
            // Reads on as its driver does.
        }
        assertThat(consumer.got()).hasSize(100);
        assertThat(fixture.group().statistics().status()).isEqualTo("Live");
    }

    @Test
    void aSourceThatCannotBeReadDropsAllConsumersAndEveryNewOne() {
        Fixture fixture = Fixture.withEvents(1);
        TestConsumer consumer = fixture.connect(10);
        fixture.source.fault = "tombstoned";
        fixture.writeAndProceed(1);
        assertThat(consumer.dropped).isTrue();
        assertThat(fixture.connect(10).dropped).isTrue();
    }

    @Test
    void aSecondEventWithAnIdUnderWayTakesNoPlaceForGood() {
        Fixture fixture = Fixture.withEvents(1, settings -> settings.checkpoints(1, 1));
        fixture.source.repeatLast();
        TestConsumer first = fixture.connect(1);
        TestConsumer second = fixture.connect(1);
        assertThat(first.got()).containsExactly("0");
        assertThat(second.got()).containsExactly("1");

        fixture.ack(0);
        assertThat(fixture.store.loadCheckpoint()).hasValue(1);
        fixture.writeAndProceed(2);
        assertThat(first.got()).hasSize(1);
        assertThat(second.got()).hasSize(1);
    }

    @Test
    void statisticsCountWhatIsWaitingUnderWayAndDone() {
        Fixture fixture = Fixture.withEvents(5);
        fixture.connect(3);
        fixture.ack(0);
        GroupStatistics statistics = fixture.group().statistics();
        assertThat(statistics.delivery().outstanding()).isEqualTo(3);
        assertThat(statistics.delivery().waitingFresh()).isEqualTo(1);
        assertThat(statistics.delivery().delivered().total()).isEqualTo(4);
        assertThat(statistics.lastKnown()).isEqualTo("4");
        assertThat(statistics.delivery().consumers()).singleElement().satisfies(consumer -> {
            assertThat(consumer.inFlight()).isEqualTo(3);
            assertThat(consumer.freeSlots()).isZero();
            assertThat(consumer.latenciesMillis()).containsKeys("Mean", "Quintile 5", "99.9%", "Highest");
        });
    }
}
