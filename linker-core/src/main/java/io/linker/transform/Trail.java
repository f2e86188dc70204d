package io.linker.transform;

import io.linker.event.Birth;
import io.linker.event.RecordedEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an event has been: its provenance, as its metadata tells.
 *
 * @param hops the databases it passed before the one it was read from, oldest first; empty for an event written there
 * @param stream the stream where it was first written; null where the trail does not say
 * @param number its revision there; {@link #UNKNOWN} where the trail does not say
 * @param error whether it carries {@code $error}: it lost its place in a conflict
 */
public record Trail(List<Hop> hops, @Nullable String stream, long number, boolean error) {
    /** A revision that the trail does not tell: hops made by the .NET Linker leave none. */
    public static final long UNKNOWN = -1;

    /** The trail of an event that was first written where it was read. */
    public static final Trail NONE = new Trail(List.of(), null, UNKNOWN, false);

    /** Copies the list. */
    public Trail {
        hops = List.copyOf(hops);
    }

    /**
     * A database the event passed.
     *
     * @param database its name
     * @param revision the event's revision there; {@link #UNKNOWN} where the trail does not say
     */
    public record Hop(String database, long revision) {}

    /**
     * The trail of an event as it was read.
     *
     * @param strict whether a trail without the event's id, as the .NET Linker writes it, counts for nothing
     */
    public static Trail of(RecordedEvent event, boolean strict) {
        return Metadata.of(event.metadata()).trail(event.id(), strict);
    }

    /** Whether the event was first written where it was read. */
    public boolean isNone() {
        return hops.isEmpty();
    }

    /** Whether the event passed this database; names are compared whole. */
    public boolean passed(String database) {
        for (Hop hop : hops) {
            if (hop.database.equals(database)) {
                return true;
            }
        }
        return false;
    }

    /** Where the event was first written; null if that was where it was read, or the trail does not say. */
    public @Nullable Birth birth() {
        return hops.isEmpty() || stream == null || number == UNKNOWN
                ? null
                : new Birth(hops.get(0).database, stream, number);
    }

    /** The event's revision in this database; {@link #UNKNOWN} if it did not pass it, or the trail does not say. */
    public long revisionAt(String database) {
        for (int i = hops.size() - 1; i >= 0; i--) {
            if (hops.get(i).database.equals(database)) {
                return hops.get(i).revision;
            }
        }
        return UNKNOWN;
    }
}
