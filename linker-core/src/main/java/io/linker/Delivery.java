package io.linker;

import io.linker.conflict.ConflictPolicy;
import java.util.function.Consumer;

/**
 * What is written.
 *
 * @param exclusive whether only this link writes the destination's streams
 * @param provenance what metadata gains
 * @param onConflict what to do where events meet others their writer did not know; default
 *     {@link ConflictPolicy#appendWithError()}
 * @param onUndeliverable what to do about events the destination refuses
 * @param omitProvenance whether an event that only provenance makes too large goes without; for one-way links
 * @param loop where the link stands among others; default {@link Loop#ONE_WAY}
 * @param strictProvenance whether provenance without the event's id, as the .NET Linker writes it, counts for nothing;
 *     default no
 * @param destinationDeleted what to do where somebody else deleted a stream of the destination; default
 *     {@link DestinationDeleted#RECREATE}
 * @param heals whether the link fills a destination again that was restored to an earlier state: default no, such a
 *     destination stops it
 * @param lookUpIds whether events that cannot carry provenance are copied in a loop, too, and told by their ids: default no,
 *     they are undeliverable
 */
public record Delivery(
        boolean exclusive,
        Provenance provenance,
        ConflictPolicy onConflict,
        OnUndeliverable onUndeliverable,
        boolean omitProvenance,
        Loop loop,
        boolean strictProvenance,
        DestinationDeleted destinationDeleted,
        boolean heals,
        boolean lookUpIds) {
    static final Delivery SHARED = of(false, Provenance.EXTEND, ConflictPolicy.appendWithError());
    static final Delivery EXCLUSIVE = of(true, Provenance.NONE, ConflictPolicy.halt());

    private static Delivery of(boolean exclusive, Provenance provenance, ConflictPolicy onConflict) {
        return new Delivery(
                exclusive,
                provenance,
                onConflict,
                OnUndeliverable.HALT,
                false,
                Loop.ONE_WAY,
                false,
                DestinationDeleted.RECREATE,
                false,
                false);
    }

    /** Checks what goes together. */
    public Delivery {
        if (loop != Loop.ONE_WAY && (exclusive || omitProvenance)) {
            throw new IllegalArgumentException("In a loop others write the destination's streams, and events without"
                    + " provenance would go round: " + loop
                    + " needs a shared destination and all provenance");
        }
        if (loop != Loop.ONE_WAY && destinationDeleted == DestinationDeleted.RESPECT) {
            throw new IllegalArgumentException("In a loop the sides would differ for ever where one leaves out what"
                    + " another has: " + loop + " recreates streams that were deleted, or halts");
        }
        if (loop == Loop.MESH && heals) {
            throw new IllegalArgumentException("In a mesh several links would write one lost event back:"
                    + " heal with one link that runs with Loop.TWO_WAY, while the others into that database rest");
        }
        if (provenance == Provenance.NONE && !exclusive) {
            throw new IllegalArgumentException(
                    "Without provenance a link can only tell its events in streams that nobody"
                            + " else writes: make the destination exclusive, or extend provenance");
        }
    }

    /** The same with another policy for what the destination refuses. */
    public Delivery with(OnUndeliverable policy) {
        return changed(draft -> draft.onUndeliverable = policy);
    }

    /** The same with another policy for conflicts. */
    public Delivery with(ConflictPolicy policy) {
        return changed(draft -> draft.onConflict = policy);
    }

    /** The same with another policy for streams that somebody else deleted. */
    public Delivery with(DestinationDeleted policy) {
        return changed(draft -> draft.destinationDeleted = policy);
    }

    /** The same, and events that only provenance makes too large go without. */
    public Delivery omittingProvenance() {
        return changed(draft -> draft.omitProvenance = true);
    }

    /** The same in another place among links. */
    public Delivery with(Loop place) {
        return changed(draft -> draft.loop = place);
    }

    /** The same, and provenance counts only where it holds the event's id. */
    public Delivery withStrictProvenance() {
        return changed(draft -> draft.strictProvenance = true);
    }

    /**
     * The same, and what the destination lost when it was restored from a backup is written to it again, events included
     * that were first written there, with their provenance. For one run, until the link has caught up, while nobody else
     * writes there; each event that came from there costs a read. See docs/topologies.md, section 3.
     */
    public Delivery healing() {
        return changed(draft -> draft.heals = true);
    }

    /**
     * The same, and in a loop events are copied, too, that cannot carry provenance: metadata that is no JSON object. Their
     * ids are looked up in the destination's stream before they are written, so they must not repeat in a stream. Such events
     * take no part in conflicts. For all links of the loop; costs in docs/topologies.md, section 3.
     */
    public Delivery lookingUpIds() {
        return changed(draft -> draft.lookUpIds = true);
    }

    private Delivery changed(Consumer<Draft> change) {
        var draft = new Draft();
        change.accept(draft);
        return new Delivery(
                exclusive,
                provenance,
                draft.onConflict,
                draft.onUndeliverable,
                draft.omitProvenance,
                draft.loop,
                draft.strictProvenance,
                draft.destinationDeleted,
                draft.heals,
                draft.lookUpIds);
    }

    /** What of this one may be changed. */
    private final class Draft {
        private ConflictPolicy onConflict = Delivery.this.onConflict;
        private OnUndeliverable onUndeliverable = Delivery.this.onUndeliverable;
        private boolean omitProvenance = Delivery.this.omitProvenance;
        private Loop loop = Delivery.this.loop;
        private boolean strictProvenance = Delivery.this.strictProvenance;
        private DestinationDeleted destinationDeleted = Delivery.this.destinationDeleted;
        private boolean heals = Delivery.this.heals;
        private boolean lookUpIds = Delivery.this.lookUpIds;
    }

    /** What an event's metadata tells of where it was. */
    public enum Provenance {
        /** Keys are spliced in that name the databases it passed and its revisions there. */
        EXTEND,
        /** Nothing is added; needs an exclusive destination. */
        NONE
    }

    /** Where a link stands among others: what no link can find out, since the others may run elsewhere. */
    public enum Loop {
        /** No event comes back to where it was. */
        ONE_WAY,
        /**
         * Another link goes the other way. What cannot carry provenance is undeliverable, since nobody could tell that it
         * came back.
         */
        TWO_WAY,
        /** The same among three databases or more, where an event can come by several ways. */
        MESH
    }

    /**
     * What to do with an event that the destination takes in no form, or whose stream the user may not write. For the latter a
     * right is missing and not the event at fault, so it is never parked.
     */
    public enum OnUndeliverable {
        /** Stop the link. */
        HALT,
        /**
         * Put it into the stream {@code linker-park-<link>} with its bytes and the reason, and go on. A stream that may not be
         * written waits, tried again with backoff, and the status names it; other streams go on.
         */
        PARK
    }

    /**
     * What to do where somebody else soft-deleted a stream of the destination that lives on at the origin. What stood in the
     * stream then is never written again, whatever is chosen; and a stream that somebody truncated is written on behind its end.
     * A tombstone is another matter: such a stream cannot be brought back.
     */
    public enum DestinationDeleted {
        /** Write on: the next event brings the stream back, as on one server. Nobody asks, so it costs nothing. */
        RECREATE,
        /**
         * Leave the stream deleted: its events and documents are skipped and counted as {@code REMOVED}, until the origin deletes
         * the stream, too, and begins it anew, or until somebody brings it back at the destination. Costs a read before each
         * request. Not in a loop, whose sides would differ for ever.
         */
        RESPECT,
        /** Stop the link before it writes to the stream again. Costs a read before each request. */
        HALT
    }
}
