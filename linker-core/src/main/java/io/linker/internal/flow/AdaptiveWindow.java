package io.linker.internal.flow;

/**
 * Finds the smallest number of unanswered requests that reaches the highest delivery rate, and as many connections and as
 * large batches as that takes. See docs/architecture.md, section 3, for why it works this way.
 *
 * <p>It learns from epochs of about two round trips. Where the window held requests back all the time, the rate decides
 * ({@link Climb}). Where it did so now and then, the load is below what the server takes, and the window grows as long as
 * answers are as quick as ever, so that events are sent at once. Where it never did, nothing can be learned.
 */
public final class AdaptiveWindow implements SendWindow {
    private static final int FIRST = 8;
    private static final double ALWAYS = 0.9;
    private static final double EVER = 0.02;
    /** Of events that few to a request none waits for long: this is no backlog. */
    private static final double FEW_EVENTS = 4;

    private static final int FEWEST_EVENTS = 16;
    private static final double GROWTH = 1.25;
    private static final long TROUBLE_MILLIS = 200;

    private final Size most;
    private final long maxBytes;
    private final Climb climb;
    private final Spread spread;
    private final Lowest latency = new Lowest();
    private final Unrest unrest = new Unrest();
    private Epoch epoch;
    private int batchEvents;
    private long troubledUntil = Long.MIN_VALUE;

    /**
     * Starts small.
     *
     * @param most what it stays below
     * @param maxBytes bytes that may be unanswered; one request is always allowed, however large
     */
    public AdaptiveWindow(Size most, long maxBytes) {
        this.most = most;
        this.maxBytes = maxBytes;
        this.climb = new Climb(FIRST, most.requests());
        this.spread = new Spread(most.connections());
        this.batchEvents = most.batchEvents();
        this.epoch = new Epoch(0, unrest.millis());
    }

    @Override
    public Size size() {
        return new Size(climb.size(), batchEvents, spread.connections());
    }

    @Override
    public boolean allows(int unansweredRequests, long unansweredBytes, long bytes) {
        boolean room =
                unansweredRequests == 0 || (unansweredRequests < climb.size() && unansweredBytes + bytes <= maxBytes);
        if (!room) {
            epoch.full();
        }
        return room;
    }

    @Override
    public void blocked() {
        epoch.blocked();
    }

    @Override
    public void satisfied() {
        epoch.satisfied();
    }

    @Override
    public void answered(long now, int events, long bytes, long latencyMillis) {
        epoch.answered(now, events, bytes, latencyMillis);
        if (epoch.isOver()) {
            Epoch.Seen seen = epoch.seen();
            Size before = size();
            latency.saw(now, seen.quickest());
            batchEvents = (int) Math.min(most.batchEvents(), batchEvents * GROWTH);
            unrest.saw(seen.rate());
            if (!spread.saw(now, seen)) {
                decide(seen);
            }
            if (!size().equals(before)) {
                unrest.forget();
            }
            epoch = new Epoch(now, unrest.millis());
        }
    }

    private void decide(Epoch.Seen seen) {
        boolean low = latency.isLow(seen.latency());
        boolean always = seen.full() + seen.blocked() >= ALWAYS;
        if (always && low && seen.together() <= FEW_EVENTS) {
            climb.grow(2);
        } else if (always) {
            climb.saw(seen.rate());
        } else if (!low) {
            climb.enough(Math.max(FIRST, seen.requests()));
        } else if (seen.full() > EVER) {
            climb.grow(GROWTH);
        }
    }

    /** Halves requests and batches: what is too much for a server must not be repeated as it was. Once for all under way. */
    @Override
    public void trouble(long now) {
        if (now >= troubledUntil) {
            troubledUntil = now + Math.max(TROUBLE_MILLIS, latency.lowest());
            climb.halve();
            batchEvents = Math.max(Math.min(FEWEST_EVENTS, most.batchEvents()), batchEvents / 2);
            epoch = new Epoch(now, unrest.millis());
        }
    }
}
