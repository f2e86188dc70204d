package io.linker.testkit.internal.faults;

import java.util.concurrent.atomic.AtomicInteger;

/** Counts how often a fault struck, and when it is used up. */
final class Claims {
    private final int limit;
    private final AtomicInteger struck = new AtomicInteger();

    Claims(int limit) {
        this.limit = limit;
    }

    /** Whether the fault strikes once more. */
    boolean claim() {
        return struck.getAndUpdate(times -> Math.min(limit, times + 1)) < limit;
    }

    int times() {
        return struck.get();
    }
}
