package io.linker.checkpoint;

import io.linker.event.OriginPosition;
import org.jspecify.annotations.Nullable;

/**
 * Knows the highest origin position below which nothing is pending. Not thread-safe: one thread owns it.
 *
 * <p>Holds something for each pending event only. Each holds the position that was reached before it arrived, which is the
 * answer to {@link #lowWater} while it is the oldest; so nothing is kept of what is finished, however many have overtaken
 * one that is stuck. What is kept per number between the oldest pending event and the newest is one reference, null once
 * the event is done, and {@code maxSpan} bounds those.
 */
public final class PositionTracker {
    private static final int FIRST_CAPACITY = 1024;

    private final int maxSpan;
    private @Nullable OriginPosition[] before;
    private long oldest;
    private long next;
    private OriginPosition highest;

    /**
     * Nothing is pending yet.
     *
     * @param start where the link starts: everything up to and including this is done
     * @param maxSpan most numbers between the oldest pending event and the newest; at least 1
     */
    public PositionTracker(OriginPosition start, int maxSpan) {
        if (maxSpan < 1) {
            throw new IllegalArgumentException("maxSpan is " + maxSpan + ", must be at least 1");
        }
        this.maxSpan = maxSpan;
        this.highest = start;
        this.before = new OriginPosition[FIRST_CAPACITY];
    }

    /**
     * An event arrived and is pending from now on.
     *
     * @param position where the origin stands once it is done
     * @return its number, for {@link #done}; consecutive from 0
     * @throws IllegalStateException if the span {@link #isFull}
     */
    public long arrived(OriginPosition position) {
        if (isFull()) {
            throw new IllegalStateException("more than maxSpan = " + maxSpan + " events since the oldest pending one");
        }
        if (span() == before.length) {
            grow();
        }
        before[slot(next)] = highest;
        highest = position;
        return next++;
    }

    /** Nothing needs to be done up to {@code position}: an event was skipped, or the server's filter passed over some. */
    public void passed(OriginPosition position) {
        highest = position;
    }

    /**
     * The event with this number is done: confirmed at the destination, or durably elsewhere.
     *
     * @throws IllegalStateException if it is not pending, which would mean that something was confirmed twice
     */
    public void done(long number) {
        if (!isPending(number)) {
            throw new IllegalStateException("event number " + number + " is not pending");
        }
        before[slot(number)] = null;
        while (oldest < next && before[slot(oldest)] == null) {
            oldest++;
        }
    }

    /** Whether the event with this number arrived and is not done. */
    public boolean isPending(long number) {
        return number >= oldest && number < next && before[slot(number)] != null;
    }

    /** Everything up to and including this position is done; what a checkpoint may hold. Never moves back. */
    public OriginPosition lowWater() {
        OriginPosition mark = oldest == next ? highest : before[slot(oldest)];
        return mark == null ? highest : mark;
    }

    /** The newest position that arrived or passed; where a new subscription has to resume. */
    public OriginPosition highest() {
        return highest;
    }

    /** How many events arrived since the oldest pending one, itself included; 0 when nothing is pending. */
    public long span() {
        return next - oldest;
    }

    /** Whether {@link #arrived} has to wait until the oldest pending event is done. */
    public boolean isFull() {
        return span() >= maxSpan;
    }

    private int slot(long number) {
        return (int) (number & (before.length - 1));
    }

    private void grow() {
        var larger = new OriginPosition[before.length * 2];
        for (long number = oldest; number < next; number++) {
            larger[(int) (number & (larger.length - 1))] = before[slot(number)];
        }
        before = larger;
    }
}
