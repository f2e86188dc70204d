package io.linker.testkit.internal.groups;

import static org.assertj.core.api.Assertions.assertThat;

import io.linker.testkit.internal.groups.Fixture.TestConsumer;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConsumerStrategyTest {
    private static Fixture with(StrategyName name) {
        return Fixture.withEvents(0, settings -> settings.strategy(name));
    }

    @Test
    void roundRobinTakesTurnsAndPassesOverWhoIsFull() {
        Fixture fixture = with(StrategyName.ROUND_ROBIN);
        TestConsumer wide = fixture.connect(10);
        TestConsumer narrow = fixture.connect(1);
        fixture.writeAndProceed(5);
        assertThat(wide.got()).containsExactly("0", "2", "3", "4");
        assertThat(narrow.got()).containsExactly("1");
    }

    @Test
    void dispatchToSingleStaysWithOneConsumerUntilItIsFull() {
        Fixture fixture = with(StrategyName.DISPATCH_TO_SINGLE);
        TestConsumer first = fixture.connect(3);
        TestConsumer second = fixture.connect(10);
        fixture.writeAndProceed(5);
        assertThat(first.got()).containsExactly("0", "1", "2");
        assertThat(second.got()).containsExactly("3", "4");
    }

    @Test
    void pinnedKeepsEachStreamAtOneConsumerAndSharesTheStreamsEvenly() {
        Fixture fixture = with(StrategyName.PINNED);
        TestConsumer first = fixture.connect(100);
        TestConsumer second = fixture.connect(100);
        for (int round = 0; round < 3; round++) {
            for (String stream : List.of("a", "b", "c", "d")) {
                fixture.source.write(stream, null);
            }
        }
        fixture.group().proceed();
        assertThat(first.got()).containsExactly("0", "2", "4", "6", "8", "10");
        assertThat(second.got()).containsExactly("1", "3", "5", "7", "9", "11");
    }

    @Test
    void aPinnedStreamWaitsForItsConsumerWhileOthersGoOn() {
        Fixture fixture = with(StrategyName.PINNED);
        TestConsumer first = fixture.connect(1);
        TestConsumer second = fixture.connect(10);
        for (String stream : List.of("a", "b", "a", "b")) {
            fixture.source.write(stream, null);
        }
        fixture.group().proceed();
        assertThat(first.got()).containsExactly("0");
        assertThat(second.got()).containsExactly("1", "3");

        fixture.ack(0);
        assertThat(first.got()).containsExactly("2");
    }

    @Test
    void aNewcomerTakesItsShareOfThePinnedStreamsAndALeaverGivesThemBack() {
        Fixture fixture = with(StrategyName.PINNED);
        TestConsumer first = fixture.connect(100);
        List<String> streams = List.of("a", "b", "c", "d");
        streams.forEach(stream -> fixture.source.write(stream, null));
        fixture.group().proceed();
        assertThat(first.got()).hasSize(4);

        TestConsumer second = fixture.connect(100);
        streams.forEach(stream -> fixture.source.write(stream, null));
        fixture.group().proceed();
        assertThat(first.got()).hasSize(2);
        assertThat(second.got()).hasSize(2);

        fixture.ack(0, 1, 2, 3, 4, 5, 6, 7);
        fixture.leave(first);
        streams.forEach(stream -> fixture.source.write(stream, null));
        fixture.group().proceed();
        assertThat(second.got()).containsExactly("8", "9", "10", "11");
    }

    @Test
    void pinnedByCorrelationKeepsACorrelationTogetherAcrossStreams() {
        Fixture fixture = with(StrategyName.PINNED_BY_CORRELATION);
        TestConsumer first = fixture.connect(100);
        TestConsumer second = fixture.connect(100);
        fixture.source.write("a", "order 1");
        fixture.source.write("b", "order 2");
        fixture.source.write("c", "order 1");
        fixture.source.write("a", "order 2");
        fixture.group().proceed();
        assertThat(first.got()).containsExactly("0", "2");
        assertThat(second.got()).containsExactly("1", "3");
    }
}
