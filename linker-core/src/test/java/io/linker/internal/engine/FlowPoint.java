package io.linker.internal.engine;

import io.linker.internal.flow.SendWindow;
import io.linker.status.LinkStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * One situation to be good in.
 *
 * @param roundTrip to the destination, in milliseconds
 * @param load events a second; infinite for a backlog
 * @param bytes of an event
 * @param exclusive whether lanes may pipeline
 * @param oneMachine whether the origin takes of the same processor
 * @param judge what counts
 * @param steps what changes, one after the other; the last state is judged
 */
record FlowPoint(
        String name,
        long roundTrip,
        double load,
        int bytes,
        int streams,
        boolean exclusive,
        boolean oneMachine,
        Judge judge,
        List<Consumer<FlowLink>> steps) {
    static final double BACKLOG = Double.POSITIVE_INFINITY;

    enum Judge {
        LATENCY,
        RATE
    }

    static FlowPoint of(String name, long roundTrip, double load, int bytes, int streams) {
        Judge judge = load <= 1_000 && bytes <= 4096 ? Judge.LATENCY : Judge.RATE;
        return new FlowPoint(name, roundTrip, load, bytes, streams, true, false, judge, List.of());
    }

    FlowPoint shared() {
        return new FlowPoint(name, roundTrip, load, bytes, streams, false, oneMachine, judge, steps);
    }

    FlowPoint together() {
        return new FlowPoint(name, roundTrip, load, bytes, streams, exclusive, true, judge, steps);
    }

    FlowPoint disturbed() {
        return then(link -> link.processor.disturb());
    }

    FlowPoint asLatency() {
        return new FlowPoint(name, roundTrip, load, bytes, streams, exclusive, oneMachine, Judge.LATENCY, steps);
    }

    FlowPoint asRate() {
        return new FlowPoint(name, roundTrip, load, bytes, streams, exclusive, oneMachine, Judge.RATE, steps);
    }

    /** The same with something that changes after the rest. */
    FlowPoint then(Consumer<FlowLink> change) {
        var all = new ArrayList<>(steps);
        all.add(change);
        return new FlowPoint(name, roundTrip, load, bytes, streams, exclusive, oneMachine, judge, List.copyOf(all));
    }

    /**
     * What came of it.
     *
     * @param rate events a second
     * @param median of the latency in milliseconds
     * @param most latency of 99 of 100 events
     * @param held most bytes held at any time
     */
    record Result(double rate, int median, int most, long held, LinkStatus.Flow flow) {
        @Override
        public String toString() {
            return "%,.0f/s, %d ms (99 %%: %d ms), %.1f MiB, %s".formatted(rate, median, most, held / 1048576.0, flow);
        }
    }

    /** Runs it with time to settle in each state, then measures. */
    Result run(SendWindow window, long settleSeconds, long measureSeconds) {
        var link = new FlowLink(this, window);
        link.start();
        link.origin.load(load);
        long end = settleSeconds;
        for (Consumer<FlowLink> step : steps) {
            link.clock.runUntil(end * 1_000_000);
            step.accept(link);
            end += settleSeconds;
        }
        link.clock.runUntil(end * 1_000_000);
        return link.measure(measureSeconds);
    }

    /** The same with nothing to settle: as it is after the last step, for a window that does not adapt. */
    Result runFixed(SendWindow window, long settleSeconds, long measureSeconds) {
        var link = new FlowLink(this, window);
        link.start();
        link.origin.load(load);
        steps.forEach(step -> step.accept(link));
        link.clock.runUntil(settleSeconds * 1_000_000);
        return link.measure(measureSeconds);
    }

    @Override
    public String toString() {
        return name;
    }
}
