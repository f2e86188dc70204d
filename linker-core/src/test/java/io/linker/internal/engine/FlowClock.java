package io.linker.internal.engine;

import java.util.PriorityQueue;

/** Virtual time in microseconds: a request is served in less than the millisecond that the engine counts in. */
final class FlowClock {
    private record Entry(long due, long order, Runnable action) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            int byDue = Long.compare(due, other.due);
            return byDue != 0 ? byDue : Long.compare(order, other.order);
        }
    }

    private final PriorityQueue<Entry> entries = new PriorityQueue<>();
    private long now;
    private long order;

    long micros() {
        return now;
    }

    long millis() {
        return now / 1_000;
    }

    void at(long micros, Runnable action) {
        entries.add(new Entry(Math.max(now, micros), order++, action));
    }

    void in(long micros, Runnable action) {
        at(now + micros, action);
    }

    void runUntil(long micros) {
        for (Entry next = entries.peek(); next != null && next.due <= micros; next = entries.peek()) {
            entries.remove();
            now = next.due;
            next.action.run();
        }
        now = micros;
    }
}
