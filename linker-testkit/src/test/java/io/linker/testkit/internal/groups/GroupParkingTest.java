package io.linker.testkit.internal.groups;

import static org.assertj.core.api.Assertions.assertThat;

import io.linker.testkit.internal.groups.Fixture.TestConsumer;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GroupParkingTest {
    @Test
    void aParkedEventIsWrittenDownWithTheReasonAndNotDeliveredAgain() {
        Fixture fixture = Fixture.withEvents(1);
        TestConsumer consumer = fixture.connect(10);
        consumer.got();
        fixture.nack(NackAction.PARK, 0);
        fixture.pass(60);
        assertThat(consumer.got()).isEmpty();
        assertThat(fixture.store.reasons).containsExactly("Client explicitly NAK'ed message.\nbecause");
    }

    @Test
    void anEventIsParkedAfterItsLastRetry() {
        Fixture fixture = Fixture.withEvents(1, settings -> settings.retries(1));
        TestConsumer consumer = fixture.connect(10);
        fixture.nack(NackAction.RETRY, 0);
        assertThat(consumer.got()).containsExactly("0", "0 again 1");

        fixture.nack(NackAction.RETRY, 0);
        assertThat(consumer.got()).isEmpty();
        assertThat(fixture.store.reasons).containsExactly("Reached retry count of 1");
    }

    @Test
    void timeOutsParkToo() {
        Fixture fixture = Fixture.withEvents(1, settings -> settings.retries(2).timeout(1_000));
        TestConsumer consumer = fixture.connect(10);
        fixture.pass(10);
        assertThat(consumer.got()).containsExactly("0", "0 again 1", "0 again 2");
        assertThat(fixture.store.parkedCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"SKIP", "STOP"})
    void skippedAndStoppedEventsAreDoneWith(NackAction action) {
        Fixture fixture = Fixture.withEvents(2);
        TestConsumer consumer = fixture.connect(1);
        consumer.got();
        fixture.nack(action, 0);
        assertThat(consumer.got()).containsExactly("1");
        assertThat(fixture.store.parkedCount()).isZero();
    }

    @Test
    void anUnknownActionRetries() {
        Fixture fixture = Fixture.withEvents(1);
        TestConsumer consumer = fixture.connect(10);
        consumer.got();
        fixture.nack(NackAction.UNKNOWN, 0);
        assertThat(consumer.got()).containsExactly("0 again 1");
    }

    @Test
    void replayDeliversParkedEventsAsIfForTheFirstTime() {
        Fixture fixture = Fixture.withEvents(3);
        TestConsumer consumer = fixture.connect(10);
        fixture.nack(NackAction.PARK, 0, 2);
        consumer.got();

        fixture.group().replayParked(OptionalLong.empty());
        assertThat(consumer.got()).containsExactly("0", "2");
        assertThat(fixture.store.parkedCount()).isZero();
    }

    @Test
    void replayStopsBeforeTheGivenRevision() {
        Fixture fixture = Fixture.withEvents(3);
        TestConsumer consumer = fixture.connect(10);
        fixture.nack(NackAction.PARK, 0, 1, 2);
        consumer.got();

        fixture.group().replayParked(OptionalLong.of(0));
        assertThat(consumer.got()).isEmpty();
        fixture.group().replayParked(OptionalLong.of(1));
        assertThat(consumer.got()).containsExactly("0");
        assertThat(fixture.store.parkedCount()).isEqualTo(2);
    }

    @Test
    void aLongReplayTakesNoMoreThanTheBufferHoldsAtOnce() {
        Fixture fixture = Fixture.withEvents(30, settings -> settings.buffers(3, 10));
        TestConsumer first = fixture.connect(100);
        for (int position = 0; position < 30; position++) {
            fixture.nack(NackAction.PARK, position);
        }
        fixture.leave(first);
        fixture.group().replayParked(OptionalLong.empty());
        assertThat(fixture.group().statistics().delivery().waitingAgain()).isLessThan(15);
        assertThat(fixture.group().statistics().status()).isEqualTo("ReplayingParkedMessages, Live");

        assertThat(fixture.connect(100).got()).hasSize(30);
        assertThat(fixture.store.parkedCount()).isZero();
        assertThat(fixture.group().statistics().status()).isEqualTo("Live");
    }

    @Test
    void aReplayedEventCanBeRetriedAndParkedAgain() {
        Fixture fixture = Fixture.withEvents(1);
        TestConsumer consumer = fixture.connect(10);
        fixture.nack(NackAction.PARK, 0);
        fixture.group().replayParked(OptionalLong.empty());
        fixture.nack(NackAction.RETRY, 0);
        assertThat(consumer.got()).containsExactly("0", "0", "0 again 1");

        fixture.nack(NackAction.PARK, 0);
        assertThat(fixture.store.parkedCount()).isEqualTo(1);
    }
}
