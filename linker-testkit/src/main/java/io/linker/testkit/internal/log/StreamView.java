package io.linker.testkit.internal.log;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One stream as a reader sees it: truncated, aged, deleted. Holds no events; every answer is about this moment. Any
 * number of threads.
 */
public final class StreamView {

    /** How a reader finds a stream. */
    public enum State {
        /** Never written, only metadata written, or soft-deleted. */
        NOT_FOUND,
        /** Readable, though perhaps no event is visible. */
        FOUND,
        /** Ended for ever. */
        TOMBSTONED
    }

    private final String name;
    private final Streams streams;
    private final Records records;
    private final LongSupplier nowTicks;

    StreamView(String name, Streams streams, Records records, LongSupplier nowTicks) {
        this.name = name;
        this.streams = streams;
        this.records = records;
        this.nowTicks = nowTicks;
    }

    /** The stream's name. */
    public String name() {
        return name;
    }

    /** How a reader finds the stream now. A tombstone hides the metastream as well. */
    public State state() {
        StreamIndex index = streams.find(name);
        StreamIndex original = SystemNames.isMetastream(name) ? streams.find(SystemNames.originalOf(name)) : null;
        if ((index != null && index.tombstoned()) || (original != null && original.tombstoned())) {
            return State.TOMBSTONED;
        }
        return index == null || index.head() < 0 || index.softDeleted() ? State.NOT_FOUND : State.FOUND;
    }

    /** Revision of the last event ever written, visible or not; -1 if there is none. */
    public long head() {
        StreamIndex index = streams.find(name);
        return index == null ? -1 : index.head();
    }

    /** The lowest revision that count and truncation leave visible; age may hide more. */
    public long firstVisible() {
        StreamIndex index = streams.find(name);
        return index == null ? 0 : index.firstVisible();
    }

    /** What the newest metadata document says. */
    public StreamMetadata metadata() {
        StreamIndex index = streams.find(name);
        return index == null ? StreamMetadata.EMPTY : index.metadata();
    }

    /** The event with that revision if a reader may see it now; null also for an event that was scavenged. */
    public @Nullable LogRecord visible(long revision) {
        StreamIndex index = streams.find(name);
        if (index == null || index.tombstoned() || revision < index.firstVisible() || revision > index.head()) {
            return null;
        }
        LogRecord record = records.get(index.ordinal(revision));
        long maxAge = index.metadata().maxAgeSeconds();
        boolean expired = record != null
                && maxAge > 0
                && record.createdTicks() < nowTicks.getAsLong() - maxAge * Ticks.PER_SECOND;
        return expired ? null : record;
    }

    /** The event with that revision, whatever hides it from readers; null if it was scavenged or never written. */
    public @Nullable LogRecord written(long revision) {
        StreamIndex index = streams.find(name);
        boolean there = index != null && revision >= 0 && revision <= index.head();
        return index != null && there ? records.get(index.ordinal(revision)) : null;
    }

    /** The event that ended the stream; null while it lives. */
    public @Nullable LogRecord tombstone() {
        StreamIndex index = streams.find(name);
        return index == null || !index.tombstoned() ? null : records.get(index.tombstone());
    }
}
