package io.linker.testkit.internal.groups;

/** Counts, and says how much and how fast since it was last read. */
final class Counter {
    private long total;
    private long atLastReading;

    void increment() {
        total++;
    }

    Reading read(long sinceMillis) {
        long fresh = total - atLastReading;
        atLastReading = total;
        return new Reading(total, fresh, sinceMillis <= 0 ? 0 : (int) (fresh * 1000 / sinceMillis));
    }

    record Reading(long total, long sinceLast, int perSecond) {}
}
