package io.linker;

import io.linker.Settings.DestinationDeleted;
import io.linker.Settings.Loop;
import io.linker.Settings.OnUndeliverable;
import io.linker.Settings.Provenance;
import io.linker.conflict.ConflictPolicy;

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
        return new Delivery(
                exclusive,
                provenance,
                onConflict,
                policy,
                omitProvenance,
                loop,
                strictProvenance,
                destinationDeleted,
                heals,
                lookUpIds);
    }

    /** The same with another policy for conflicts. */
    public Delivery with(ConflictPolicy policy) {
        return new Delivery(
                exclusive,
                provenance,
                policy,
                onUndeliverable,
                omitProvenance,
                loop,
                strictProvenance,
                destinationDeleted,
                heals,
                lookUpIds);
    }

    /** The same with another policy for streams that somebody else deleted. */
    public Delivery with(DestinationDeleted policy) {
        return new Delivery(
                exclusive,
                provenance,
                onConflict,
                onUndeliverable,
                omitProvenance,
                loop,
                strictProvenance,
                policy,
                heals,
                lookUpIds);
    }

    /** The same, and events that only provenance makes too large go without. */
    public Delivery omittingProvenance() {
        return new Delivery(
                exclusive,
                provenance,
                onConflict,
                onUndeliverable,
                true,
                loop,
                strictProvenance,
                destinationDeleted,
                heals,
                lookUpIds);
    }

    /** The same in another place among links. */
    public Delivery with(Loop place) {
        return new Delivery(
                exclusive,
                provenance,
                onConflict,
                onUndeliverable,
                omitProvenance,
                place,
                strictProvenance,
                destinationDeleted,
                heals,
                lookUpIds);
    }

    /** The same, and provenance counts only where it holds the event's id. */
    public Delivery withStrictProvenance() {
        return new Delivery(
                exclusive,
                provenance,
                onConflict,
                onUndeliverable,
                omitProvenance,
                loop,
                true,
                destinationDeleted,
                heals,
                lookUpIds);
    }

    /**
     * The same, and what the destination lost when it was restored from a backup is written to it again, events included
     * that were first written there, with their provenance. For one run, until the link has caught up, while nobody else
     * writes there; each event that came from there costs a read. See docs/topologies.md, section 3.
     */
    public Delivery healing() {
        return new Delivery(
                exclusive,
                provenance,
                onConflict,
                onUndeliverable,
                omitProvenance,
                loop,
                strictProvenance,
                destinationDeleted,
                true,
                lookUpIds);
    }

    /**
     * The same, and in a loop events are copied, too, that cannot carry provenance: metadata that is no JSON object. Their
     * ids are looked up in the destination's stream before they are written, so they must not repeat in a stream. Such events
     * take no part in conflicts. For all links of the loop; costs in docs/topologies.md, section 3.
     */
    public Delivery lookingUpIds() {
        return new Delivery(
                exclusive,
                provenance,
                onConflict,
                onUndeliverable,
                omitProvenance,
                loop,
                strictProvenance,
                destinationDeleted,
                heals,
                true);
    }
}
