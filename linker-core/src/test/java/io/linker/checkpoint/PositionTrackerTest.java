package io.linker.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.linker.event.OriginPosition;
import io.linker.event.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTrackerTest {
    private final PositionTracker tracker = new PositionTracker(at(0), 1_000_000);

    @Test
    void theMarkStaysBeforeTheOldestPendingEvent() {
        long first = tracker.arrived(at(10));
        long second = tracker.arrived(at(20));
        tracker.done(second);
        assertThat(tracker.lowWater()).isEqualTo(at(0));
        tracker.done(first);
        assertThat(tracker.lowWater()).isEqualTo(at(20));
    }

    @Test
    void aSkippedEventStillMovesTheMark() {
        tracker.passed(at(10));
        assertThat(tracker.lowWater()).isEqualTo(at(10));
    }

    @Test
    void whatWasSkippedBeforeAPendingEventIsDone() {
        tracker.passed(at(10));
        long pending = tracker.arrived(at(20));
        tracker.passed(at(30));
        assertThat(tracker.lowWater()).isEqualTo(at(10));
        tracker.done(pending);
        assertThat(tracker.lowWater()).isEqualTo(at(30));
    }

    @Test
    void theSpanIsBoundedAndSaysSo() {
        var small = new PositionTracker(at(0), 2);
        long stuck = small.arrived(at(1));
        small.done(small.arrived(at(2)));
        assertThat(small.isFull()).isTrue();
        assertThatThrownBy(() -> small.arrived(at(3)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("maxSpan = 2");
        small.done(stuck);
        assertThat(small.isFull()).isFalse();
        assertThat(small.span()).isZero();
    }

    @Test
    void nothingIsDoneTwice() {
        long stuck = tracker.arrived(at(1));
        long number = tracker.arrived(at(2));
        tracker.done(number);
        assertThatThrownBy(() -> tracker.done(number)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> tracker.done(77)).isInstanceOf(IllegalStateException.class);
        tracker.done(stuck);
        assertThatThrownBy(() -> tracker.done(stuck)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whileOneIsStuckHundredsOfThousandsMayFinish() {
        long stuck = tracker.arrived(at(1));
        for (int i = 2; i < 500_000; i++) {
            tracker.done(tracker.arrived(at(i)));
        }
        assertThat(tracker.lowWater()).isEqualTo(at(0));
        assertThat(tracker.span()).isEqualTo(499_999);
        tracker.done(stuck);
        assertThat(tracker.lowWater()).isEqualTo(at(499_999));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void agreesWithAPlainModelWhateverTheOrderOfCompletion(long seed) {
        var random = new Random(seed);
        var pending = new TreeMap<Long, OriginPosition>();
        List<Long> numbers = new ArrayList<>();
        OriginPosition highest = at(0);
        for (int step = 1; step < 20_000; step++) {
            int dice = random.nextInt(10);
            if (dice < 5) {
                long number = tracker.arrived(at(step));
                pending.put(number, highest);
                numbers.add(number);
                highest = at(step);
            } else if (dice < 6) {
                tracker.passed(at(step));
                highest = at(step);
            } else if (!numbers.isEmpty()) {
                int chosen = random.nextInt(numbers.size());
                long number = numbers.get(chosen);
                numbers.set(chosen, numbers.get(numbers.size() - 1));
                numbers.remove(numbers.size() - 1);
                tracker.done(number);
                pending.remove(number);
            }
            OriginPosition expected =
                    pending.isEmpty() ? highest : pending.firstEntry().getValue();
            assertThat(tracker.lowWater()).isEqualTo(expected);
            assertThat(tracker.highest()).isEqualTo(highest);
        }
    }

    private static OriginPosition at(long commit) {
        return new OriginPosition.All(new Position(commit, commit));
    }
}
