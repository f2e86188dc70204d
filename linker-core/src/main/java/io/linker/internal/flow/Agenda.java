package io.linker.internal.flow;

import java.util.PriorityQueue;

/** What is to be done later. Knows no clock: it is told the time, so that a simulation can make it up. One thread. */
public final class Agenda {
    private final PriorityQueue<Entry> entries = new PriorityQueue<>();
    private long now;
    private long order;

    /** The time it was told last, in milliseconds. */
    public long now() {
        return now;
    }

    /** Runs {@code action} once, {@code delayMillis} from now, unless it is cancelled before. */
    public Entry in(long delayMillis, Runnable action) {
        var entry = new Entry(now + Math.max(0, delayMillis), order++, action);
        entries.add(entry);
        return entry;
    }

    /** Moves time forward and runs what is due, in order. Time never runs back, whatever the clock does. */
    public void advanceTo(long millis) {
        now = Math.max(now, millis);
        for (Entry next = entries.peek(); next != null && next.due <= now; next = entries.peek()) {
            entries.remove();
            if (!next.cancelled) {
                next.action.run();
            }
        }
    }

    /** When something is due next; {@link Long#MAX_VALUE} for never. */
    public long nextDue() {
        Entry next = entries.peek();
        while (next != null && next.cancelled) {
            entries.remove();
            next = entries.peek();
        }
        return next == null ? Long.MAX_VALUE : next.due;
    }

    /** One thing to do. */
    public static final class Entry implements Comparable<Entry> {
        private final long due;
        private final long order;
        private final Runnable action;
        private boolean cancelled;

        private Entry(long due, long order, Runnable action) {
            this.due = due;
            this.order = order;
            this.action = action;
        }

        /** Forgets it; nothing happens if it was run already. */
        public void cancel() {
            cancelled = true;
        }

        @Override
        public int compareTo(Entry other) {
            int byDue = Long.compare(due, other.due);
            return byDue != 0 ? byDue : Long.compare(order, other.order);
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(order);
        }
    }
}
