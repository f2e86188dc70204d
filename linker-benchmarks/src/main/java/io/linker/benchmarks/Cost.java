package io.linker.benchmarks;

/**
 * What a copy took in its process.
 *
 * @param events that were copied
 * @param rate events per second
 * @param bytesEach allocated for each event
 * @param microsEach of processor time for each event, compiling and collecting included
 * @param pauseShare of the time that went into collecting garbage
 * @param heapBytes most that a collection left
 */
record Cost(long events, double rate, double bytesEach, double microsEach, double pauseShare, long heapBytes) {
    /** Begins the line: a JVM may print others. */
    static final String PREFIX = "cost ";

    static Cost of(long events, Usage used, long heapBytes) {
        return new Cost(
                events,
                events / (used.nanos() / 1e9),
                (double) used.allocatedBytes() / events,
                used.cpuNanos() / 1e3 / events,
                used.pauseMillis() * 1e6 / used.nanos(),
                heapBytes);
    }

    /** Reads what {@link #toString} wrote. */
    static Cost parse(String text) {
        String[] parts = text.substring(PREFIX.length()).split(" ", -1);
        return new Cost(
                Long.parseLong(parts[0]),
                Double.parseDouble(parts[1]),
                Double.parseDouble(parts[2]),
                Double.parseDouble(parts[3]),
                Double.parseDouble(parts[4]),
                Long.parseLong(parts[5]));
    }

    @Override
    public String toString() {
        return PREFIX + events + " " + rate + " " + bytesEach + " " + microsEach + " " + pauseShare + " " + heapBytes;
    }

    /** The columns of {@link #row}. */
    static Table table() {
        return new Table(
                "copy",
                "events",
                "ev/s",
                "allocated B/event",
                "CPU µs/event",
                "collecting",
                "heap left by a collection");
    }

    void row(Table table, String name) {
        table.row(
                name,
                "%,d".formatted(events),
                "%,.0f".formatted(rate),
                "%,.0f".formatted(bytesEach),
                "%.1f".formatted(microsEach),
                "%.1f %%".formatted(100 * pauseShare),
                "%,d MB".formatted(heapBytes >> 20));
    }
}
