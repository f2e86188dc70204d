package io.linker.testkit.internal.log;

import org.jspecify.annotations.Nullable;

/**
 * Where events are kept, numbered by ordinal in the order of {@code $all}. One writer at a time; any number of readers,
 * who see everything below {@link #size()}.
 */
interface Records extends AutoCloseable {

    /** Position of the next record to be written. */
    long nextPosition();

    /** Adds a record, not yet visible, at {@link #nextPosition()}. */
    void add(LogRecord record);

    /** Takes up a position without an event, as the server does for an empty append. */
    void addFiller();

    /** Makes everything added so far visible at once, and durable as a whole. */
    void commit();

    /** Takes back what was added since the last commit. */
    void rollback();

    /** Number of visible ordinals. */
    int size();

    /** The event with that ordinal; null for a filler, an erased event, and {@link StreamIndex#NONE}. */
    @Nullable
    LogRecord get(int ordinal);

    /** The position of that ordinal, erased or not. */
    long position(int ordinal);

    /** Removes the event physically; its position stays. Does nothing for {@link StreamIndex#NONE}. */
    void erase(int ordinal);

    @Override
    void close();
}
