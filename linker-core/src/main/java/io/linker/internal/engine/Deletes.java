package io.linker.internal.engine;

import io.linker.event.RecordedEvent;
import io.linker.event.SkipReason;
import io.linker.origin.OriginRead;
import io.linker.transform.StreamDocument;
import io.linker.write.ReadAnswer;
import io.linker.write.ReadRequest;
import io.linker.write.WriteAnswer;
import io.linker.write.WriteRequest;

/**
 * Soft deletes. Each carries the exact revision that its origin had seen, never one that was just read for it: a delete from
 * an earlier time must not hide what was written after it.
 */
final class Deletes {
    private final DestinationEnd destination;
    private final OriginEnd origin;
    private final Lanes lanes;
    private final Reconciler reconciler;
    private final Progress progress;

    Deletes(DestinationEnd destination, OriginEnd origin, Lanes lanes, Reconciler reconciler, Progress progress) {
        this.destination = destination;
        this.origin = origin;
        this.lanes = lanes;
        this.reconciler = reconciler;
        this.progress = progress;
    }

    void run(Lane lane, Pending first) {
        if (lane.tail < 0) {
            nothingReadable(lane, first);
        } else if (!lane.causality.unknownTo(first).isEmpty()) {
            done(lane, first, SkipReason.CONFLICT);
        } else if (isOvertaken(lane, first)) {
            done(lane, first, SkipReason.SUPERSEDED);
        } else if (lane.alreadyThere < 0) {
            delete(lane, first, lane.tail);
        } else {
            unlessOvertaken(lane, first);
        }
    }

    /** Whether something that came after the delete is known to be at the destination. */
    private static boolean isOvertaken(Lane lane, Pending first) {
        boolean behindConfirmed = lane.confirmed != Lane.UNKNOWN && lane.tail > lane.confirmed;
        return !lane.ahead.isEmpty() || lane.newestThere > first.sequence() || (lane.unplaced && behindConfirmed);
    }

    /** Missing, or deleted already: the newest document of the metadata stream tells. */
    private void nothingReadable(Lane lane, Pending first) {
        var newest = new ReadRequest(lane.metastream(), Long.MAX_VALUE, 1);
        destination.read(newest, answer -> {
            if (answer instanceof ReadAnswer.StreamDeleted) {
                progress.destinationTombstoned(lane);
            } else if (answer instanceof ReadAnswer.Page page
                    && !page.events().isEmpty()
                    && !isSoftDelete(page.events().get(0))) {
                delete(lane, first, WriteRequest.NO_STREAM);
            } else {
                done(lane, first, SkipReason.ALREADY_THERE);
            }
        });
    }

    /** An event of ours that is newer than the delete is at the destination already: the delete comes too late. */
    private void unlessOvertaken(Lane lane, Pending first) {
        var page = new OriginRead.StreamPage(first.origin().lane(), lane.alreadyThere, false, 1);
        origin.read(page, answer -> {
            RecordedEvent ours = answer instanceof OriginRead.Answer.Page found
                            && !found.events().isEmpty()
                    ? found.events().get(0)
                    : null;
            // One that cannot be read at the origin either was hidden by this delete or by a later one.
            if (ours != null && ours.revision() == lane.alreadyThere && isBehind(ours, first)) {
                done(lane, first, SkipReason.SUPERSEDED);
            } else {
                delete(lane, first, lane.tail);
            }
        });
    }

    private void delete(Lane lane, Pending first, long expected) {
        // Run late, it would hide the stream again after a document has brought it back.
        destination.writeToTheLast(new WriteRequest.Delete(lane.name, expected), answer -> {
            if (answer instanceof WriteAnswer.Success) {
                lane.deletedHere = true;
                lane.waiting.removeFirst();
                progress.delivered(first);
                lane.phase = expected < 0 ? Lane.Phase.CLOSED : Lane.Phase.OPEN;
                lanes.refresh(lane);
            } else if (answer instanceof WriteAnswer.WrongExpectedRevision wrong) {
                lane.losses++;
                if (wrong.actual() < 0) {
                    done(lane, first, SkipReason.ALREADY_THERE);
                } else {
                    reconciler.reconcile(lane);
                }
            } else if (answer instanceof WriteAnswer.StreamDeleted) {
                progress.destinationTombstoned(lane);
            } else {
                progress.refused(lane, first, answer);
            }
        });
    }

    private void done(Lane lane, Pending first, SkipReason why) {
        lane.waiting.removeFirst();
        progress.skipped(first, why);
        // A tail nobody told is asked for again once something is to be appended.
        lane.phase = lane.tail == Lane.UNKNOWN ? Lane.Phase.CLOSED : Lane.Phase.OPEN;
        lanes.refresh(lane);
    }

    private static boolean isBehind(RecordedEvent ours, Pending delete) {
        return ours.position().compareTo(delete.origin().event().position()) > 0;
    }

    static boolean isSoftDelete(RecordedEvent document) {
        StreamDocument read =
                document.type().equals(RecordedEvent.METADATA_TYPE) ? StreamDocument.read(document.data()) : null;
        return read != null && read.isSoftDelete();
    }
}
