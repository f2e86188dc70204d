package io.linker.conflict;

import io.linker.error.DatabaseException;
import io.linker.event.RecordedEvent;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The conflicts that a link recorded, and what can be done about them; the link need not run. Has connections of its own,
 * made at the first call. Calls block, at most half a minute for each thing that is asked, and throw
 * {@link DatabaseException} where a database does not answer or refuses. For one thread at a time.
 */
public interface ConflictLog extends AutoCloseable {
    /** For {@link #list}: begin with the newest. */
    long NEWEST = Long.MAX_VALUE;

    /** What became of a conflict. */
    enum State {
        /** Nobody has done anything about it. */
        OPEN,
        /** Somebody looked at it, and that was all. */
        DISMISSED,
        /** The event was appended to its stream after all. */
        REDRIVEN
    }

    /**
     * A fact and what became of it.
     *
     * @param number its place in the stream of facts
     * @param recorded when it was recorded, by the destination's clock
     */
    record Entry(long number, Instant recorded, ConflictFact fact, State state) {}

    /**
     * Some facts, newest first.
     *
     * @param next where the next page begins; below 0 where there is none
     */
    record Page(List<Entry> entries, long next) {
        /** Copies the list. */
        public Page {
            entries = List.copyOf(entries);
        }
    }

    /**
     * Both versions of a stream, where they met.
     *
     * @param arrived the event that lost its place, as the origin has it; null where the origin no longer shows it
     * @param met the newest event of the destination's stream when it arrived; null where the destination no longer shows it
     */
    record Versions(
            @Nullable RecordedEvent arrived, @Nullable RecordedEvent met) {}

    /**
     * Facts, newest first.
     *
     * @param from place to begin: {@link #NEWEST}, or {@link Page#next} of the page before
     * @param count most facts, 1 to 1,000
     */
    Page list(long from, int count);

    /** The two events that met. */
    Versions show(ConflictFact fact);

    /**
     * Records that nothing more is to be done. Once is enough: a second time changes nothing.
     *
     * @param why what the next person should know
     */
    void dismiss(ConflictFact fact, String why);

    /**
     * Appends an event that was diverted or parked to its own stream after all, at the end, marked, as the link would have
     * written it; and records that. If it stands there already, from an earlier attempt, only that is recorded.
     *
     * @return its revision at the destination
     * @throws IllegalStateException if it was not diverted or parked, the origin no longer has it, the link would not write it
     *     now, or its stream is deleted for ever
     */
    long redrive(ConflictFact fact);

    @Override
    void close();
}
