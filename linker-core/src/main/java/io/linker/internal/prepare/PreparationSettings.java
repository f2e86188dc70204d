package io.linker.internal.prepare;

import io.linker.filter.EventFilter;
import io.linker.transform.Transform;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a link prepares events.
 *
 * @param origin the name of the origin database, as trails have it
 * @param destination the name of the destination database, as trails have it
 * @param filter which events are replicated
 * @param transform how they are rewritten
 * @param trails what happens to provenance
 * @param control what happens to deletes, tombstones and stream metadata
 * @param copyLinkEvents whether link events ({@code $>}) in user streams are copied as they are; else they are skipped
 * @param since events that were written before this are skipped; null for none
 */
public record PreparationSettings(
        String origin,
        String destination,
        EventFilter filter,
        Transform transform,
        Trails trails,
        Control control,
        boolean copyLinkEvents,
        @Nullable Instant since) {
    /** Everything, unchanged, with provenance. */
    public static PreparationSettings defaults(String origin, String destination) {
        return new PreparationSettings(
                origin,
                destination,
                EventFilter.everything(),
                Transform.none(),
                Trails.EXTENDED,
                Control.DEFAULT,
                true,
                null);
    }

    /** Everything, byte for byte. */
    public static PreparationSettings exactCopy(String origin, String destination) {
        return new PreparationSettings(
                origin,
                destination,
                EventFilter.everything(),
                Transform.none(),
                Trails.NONE,
                Control.DEFAULT,
                true,
                null);
    }

    /**
     * What happens to provenance.
     *
     * @param extend whether metadata gains a hop; else it stays byte-identical
     * @param strict whether trails without {@code $eventId}, as the .NET Linker writes them, count for nothing
     * @param required whether an event that cannot carry a trail is undeliverable, as a loop demands; else it goes without
     * @param omitTooLarge whether an event that only its trail makes too large goes without; else it is undeliverable
     * @param heals whether an event that comes from the destination is delivered, for the engine to find out if it stands
     *     there; else it is skipped as an echo
     * @param looksUp whether an event that cannot carry the trail that is required goes without all the same, for the engine
     *     to look its id up
     */
    public record Trails(
            boolean extend, boolean strict, boolean required, boolean omitTooLarge, boolean heals, boolean looksUp) {
        /** For a link of which nobody knows whether it is part of a loop. */
        public static final Trails EXTENDED = new Trails(true, false, false, false, false, false);

        /** Metadata stays as it is. */
        public static final Trails NONE = new Trails(false, false, false, true, false, false);

        /** The same, and what comes from the destination is an echo. */
        Trails withoutHealing() {
            return new Trails(extend, strict, required, omitTooLarge, false, looksUp);
        }
    }

    /**
     * What happens to what is no ordinary event.
     *
     * @param documents how much of stream metadata is replicated
     * @param keepTruncation whether {@code $tb} stays in documents, for the engine to translate; else it is left out, since
     *     a revision of the origin would hide the wrong events at a destination that numbers them otherwise
     * @param deletes whether soft deletes are replicated
     * @param tombstones whether tombstones are replicated
     */
    public record Control(Documents documents, boolean keepTruncation, boolean deletes, boolean tombstones) {
        /** Deletes, tombstones, and metadata but for access and truncation. */
        public static final Control DEFAULT = new Control(Documents.WITHOUT_ACCESS, false, true, true);
    }

    /** How much of stream metadata is replicated. */
    public enum Documents {
        /** Whole documents. */
        ALL,
        /** Documents without {@code $acl}, which could deny the link itself. */
        WITHOUT_ACCESS,
        /** None. */
        NONE
    }
}
