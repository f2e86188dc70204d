package io.linker.benchmarks.micro;

import io.linker.checkpoint.PositionTracker;
import io.linker.event.OriginPosition;
import io.linker.event.Position;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What keeping the position takes for each event, in order and with the oldest event stuck. */
@State(Scope.Thread)
public class TrackerBenchmark {
    private static final int EVENTS = 32_768;

    private final OriginPosition position = new OriginPosition.All(new Position(1, 1));

    /** Events are done in the order of their arrival. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public OriginPosition inOrder() {
        var tracker = new PositionTracker(OriginPosition.All.START, EVENTS);
        for (int i = 0; i < EVENTS; i++) {
            tracker.done(tracker.arrived(position));
        }
        return tracker.lowWater();
    }

    /** The first event is done last. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public OriginPosition overtaken() {
        var tracker = new PositionTracker(OriginPosition.All.START, EVENTS);
        for (int i = 0; i < EVENTS; i++) {
            tracker.arrived(position);
        }
        for (int i = EVENTS - 1; i >= 0; i--) {
            tracker.done(i);
        }
        return tracker.lowWater();
    }
}
