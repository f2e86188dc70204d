package io.linker.internal.engine;

import io.linker.event.Change;
import io.linker.event.SkipReason;
import io.linker.write.WriteAnswer;
import io.linker.write.WriteRequest;

/**
 * Deletes, tombstones and metadata: each is sent when nothing of its lane is unanswered, and nothing of the lane is sent
 * until it is decided. They travel on other calls than appends, so without this an append could overtake a delete and bring
 * the stream back.
 */
final class Barriers {
    private final Deletes deletes;
    private final LoopDeletes inLoop;
    private final MetadataWrites metadata;
    private final DestinationEnd destination;
    private final Lanes lanes;
    private final Progress progress;

    Barriers(
            Deletes deletes,
            LoopDeletes inLoop,
            MetadataWrites metadata,
            DestinationEnd destination,
            Lanes lanes,
            Progress progress) {
        this.deletes = deletes;
        this.inLoop = inLoop;
        this.metadata = metadata;
        this.destination = destination;
        this.lanes = lanes;
        this.progress = progress;
    }

    /** Does what {@code first}, the oldest waiting event of a busy lane, asks for. */
    void run(Lane lane, Pending first) {
        if (inLoop.concern(first)) {
            inLoop.run(lane, first);
        } else if (first.change() instanceof Change.Delete) {
            deletes.run(lane, first);
        } else if (first.change() instanceof Change.SetMetadata document) {
            metadata.run(lane, first, document);
        } else if (first.change() instanceof Change.Tombstone) {
            tombstone(lane, first, lane.tail == Lane.UNKNOWN ? WriteRequest.NO_STREAM : lane.tail);
        } else if (first.change() instanceof Change.Undeliverable undeliverable) {
            progress.refused(lane, first, new WriteAnswer.Refused(undeliverable.why()));
        }
    }

    /** A tombstone wins over whatever others wrote: a refusal names the head, and the next attempt takes it. */
    private void tombstone(Lane lane, Pending first, long expected) {
        destination.write(new WriteRequest.Tombstone(lane.name, expected), answer -> {
            if (answer instanceof WriteAnswer.WrongExpectedRevision wrong) {
                tombstone(lane, first, wrong.actual());
            } else if (answer instanceof WriteAnswer.Success || answer instanceof WriteAnswer.StreamDeleted) {
                lane.waiting.removeFirst();
                lane.phase = Lane.Phase.ENDED;
                progress.delivered(first);
                lane.waiting.forEach(late -> progress.skipped(late, SkipReason.TOMBSTONED));
                lane.waiting.clear();
                lanes.refresh(lane);
            } else {
                progress.refused(lane, first, answer);
            }
        });
    }
}
