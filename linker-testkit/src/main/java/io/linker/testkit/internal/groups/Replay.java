package io.linker.testkit.internal.groups;

import java.util.OptionalLong;

/** Takes parked events back into a group, a page at a time as there is room; at most one replay at once. */
final class Replay {
    private final GroupSettings settings;
    private final GroupStore store;
    private final Waiting waiting;
    private long next;
    private long end;

    Replay(GroupSettings settings, GroupStore store, Waiting waiting) {
        this.settings = settings;
        this.store = store;
        this.waiting = waiting;
    }

    /**
     * Begins, unless a replay is under way or nothing was ever parked.
     *
     * @param stopAt the first parked event, by its revision in the parked stream, that stays parked; empty for all
     */
    void begin(OptionalLong stopAt) {
        if (!isRunning()) {
            next = store.parkedStart();
            long stop = Math.min(stopAt.orElse(Long.MAX_VALUE), store.parkedEnd());
            end = stop > next ? stop : 0;
        }
    }

    boolean isRunning() {
        return end > 0;
    }

    /** Takes one page; returns whether there is more that could be taken at once. */
    boolean takePage() {
        if (!isRunning() || waiting.againCount() >= settings.historyBufferSize()) {
            return false;
        }
        long to = Math.min(end, next + settings.effectiveBatch());
        store.parked(next, to).forEach(event -> waiting.addAgain(Message.replayed(event)));
        next = to;
        if (next >= end) {
            store.forgetParkedBelow(end);
            end = 0;
        }
        return isRunning();
    }
}
