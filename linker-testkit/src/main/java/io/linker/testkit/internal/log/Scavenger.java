package io.linker.testkit.internal.log;

/** One scavenge: erases the events that truncation, age or deletion hide. The log's lock is held. */
final class Scavenger {
    private final Streams streams;
    private final Records records;
    private final long nowTicks;

    Scavenger(Streams streams, Records records, long nowTicks) {
        this.streams = streams;
        this.records = records;
        this.nowTicks = nowTicks;
    }

    void run() {
        streams.forEach((name, index) -> {
            boolean ended = index.tombstoned() || originalTombstoned(name);
            // The last event of a living stream is kept: it carries the stream's head.
            long end = ended ? index.head() + 1 : index.head();
            for (long revision = 0; revision < end; revision++) {
                if (ended || hidden(index, revision)) {
                    records.erase(index.ordinal(revision));
                }
            }
        });
    }

    private boolean originalTombstoned(String name) {
        StreamIndex original = SystemNames.isMetastream(name) ? streams.find(SystemNames.originalOf(name)) : null;
        return original != null && original.tombstoned();
    }

    private boolean hidden(StreamIndex index, long revision) {
        if (revision < index.firstVisible()) {
            return true;
        }
        long maxAge = index.metadata().maxAgeSeconds();
        LogRecord record = maxAge == 0 ? null : records.get(index.ordinal(revision));
        return record != null && record.createdTicks() < nowTicks - maxAge * Ticks.PER_SECOND;
    }
}
