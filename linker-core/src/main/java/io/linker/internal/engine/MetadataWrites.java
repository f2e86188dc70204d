package io.linker.internal.engine;

import io.linker.error.LinkStoppedException;
import io.linker.error.StopReason;
import io.linker.event.Change;
import io.linker.event.NewEvent;
import io.linker.event.Position;
import io.linker.event.RecordedEvent;
import io.linker.event.SkipReason;
import io.linker.transform.StreamDocument;
import io.linker.write.ReadAnswer;
import io.linker.write.ReadRequest;
import io.linker.write.WriteAnswer;
import io.linker.write.WriteRequest;
import java.util.List;
import java.util.OptionalLong;

/**
 * Stream metadata, and the soft deletes of streams that nobody else writes: each follows as an event of the metadata stream,
 * written with the exact revision of that, which is read first. One that arrives late must neither replace a newer one, nor
 * bring a deleted stream back to life, nor hide what was written behind it.
 *
 * <p>What the lane brought there stands in order. So the next one can only stand above the last.
 */
final class MetadataWrites {
    private static final int MOST_PROBES = 64;
    private static final int MOST_PROBES_FOR_DELETE = 4_096;

    private final LinkSpec spec;
    private final DestinationEnd destination;
    private final Lanes lanes;
    private final Marks marks;
    private final Truncation truncation;
    private final Reconciler reconciler;
    private final Progress progress;

    MetadataWrites(
            LinkSpec spec,
            DestinationEnd destination,
            Lanes lanes,
            Marks marks,
            Truncation truncation,
            Reconciler reconciler,
            Progress progress) {
        this.spec = spec;
        this.destination = destination;
        this.lanes = lanes;
        this.marks = marks;
        this.truncation = truncation;
        this.reconciler = reconciler;
        this.progress = progress;
    }

    void run(Lane lane, Pending first, Change.SetMetadata change) {
        StreamDocument document = StreamDocument.read(change.event().data());
        boolean truncates = document != null && document.truncateBefore().isPresent();
        if (truncates && lane.tail == Lane.UNKNOWN && !lane.asked) {
            reconciler.reconcile(lane); // where the document truncates is told in revisions of the stream
        } else {
            compare(lane, first);
        }
    }

    /**
     * Deletes a stream of which the link is the only writer, by the document that does so. Each delete leaves its document,
     * even where there is nothing to hide: what is not in the metadata stream was not done.
     */
    void delete(Lane lane, Pending first) {
        if (lane.newestThere > first.sequence() || !lane.ahead.isEmpty()) {
            done(lane, first, SkipReason.SUPERSEDED);
        } else {
            compare(lane, first);
        }
    }

    private void compare(Lane lane, Pending first) {
        NewEvent event = asItCame(first);
        var newest = new ReadRequest(lane.metastream(), Long.MAX_VALUE, 1);
        destination.read(newest, answer -> {
            if (answer instanceof ReadAnswer.NotFound) {
                write(lane, first, event, WriteRequest.NO_STREAM);
            } else if (answer instanceof ReadAnswer.StreamDeleted) {
                progress.destinationTombstoned(lane);
            } else if (answer instanceof ReadAnswer.Page page && page.events().isEmpty()) {
                write(lane, first, event, page.head());
            } else if (answer instanceof ReadAnswer.Page page) {
                compare(lane, first, event, page.events().get(0));
            } else {
                progress.refused(lane, first, new WriteAnswer.Denied("reading its metadata is not allowed"));
            }
        });
    }

    private void compare(Lane lane, Pending first, NewEvent event, RecordedEvent newest) {
        long head = newest.revision();
        Position deleted = marks.deletedUpTo(newest);
        Marks.Ours ours = marks.read(newest);
        if (deleted != null) {
            lane.documentsUpTo = deleted;
        }
        if (newest.id().equals(event.id())) {
            lane.document = head;
            done(lane, first, SkipReason.ALREADY_THERE);
        } else if (spec.loop() != LinkSpec.Loop.ONE_WAY) {
            latestStays(lane, first, event, newest);
        } else if ((ours != null && ours.revision() > first.revision()) || first.isUpTo(lane.documentsUpTo)) {
            done(lane, first, SkipReason.ALREADY_THERE); // below the newest, which is to be done in its turn
        } else if (isDelete(first) && Deletes.isSoftDelete(newest)) {
            revive(lane, first, head);
        } else if (lane.deletedHere && Deletes.isSoftDelete(newest)) {
            write(lane, first, event, head); // it comes behind the delete, and an older copy of it was hidden by that
        } else if (deleted != null || ours != null || head <= lane.document) {
            write(lane, first, event, head);
        } else {
            boolean foreign = Deletes.isSoftDelete(newest);
            long likely = Math.max(lane.document + 1, Math.min(first.revision(), head));
            probe(lane, first, event, head, likely, head, foreign);
        }
    }

    /**
     * In a loop each side has documents of its own, and all must come to the same one. A document replaces what its writer
     * knew; of two that did not know each other the later one stays. What somebody truncated there is his affair.
     */
    private void latestStays(Lane lane, Pending first, NewEvent event, RecordedEvent newest) {
        Marks.Ours ours = marks.read(newest);
        if (Deletes.isSoftDelete(newest)) {
            done(lane, first, SkipReason.STREAM_DELETED); // any document would bring it back
        } else if (ours != null && ours.revision() > first.revision()) {
            done(lane, first, SkipReason.ALREADY_THERE);
        } else if (ours != null
                || first.seen().covers(marks.birth(newest, spec.destination()))
                || isLater(first.origin().event(), newest)) {
            append(lane, first, withTruncationOf(newest, event), newest.revision());
        } else {
            done(lane, first, SkipReason.SUPERSEDED);
        }
    }

    private boolean isLater(RecordedEvent origin, RecordedEvent there) {
        return marks.written(origin, spec.origin()).compareTo(marks.written(there, spec.destination())) > 0;
    }

    private static NewEvent withTruncationOf(RecordedEvent there, NewEvent event) {
        StreamDocument standing = StreamDocument.read(there.data());
        StreamDocument document = StreamDocument.read(event.data());
        return standing == null || document == null || standing.truncateBefore().isEmpty()
                ? event
                : event.withData(
                        document.withTruncateBefore(standing.truncateBefore().getAsLong()));
    }

    /** What is written to the metadata stream of a deleted stream brings it back; so a second delete takes two documents. */
    private void revive(Lane lane, Pending first, long head) {
        NewEvent empty = marks.revival(first.origin().event());
        destination.write(new WriteRequest.Append(lane.metastream(), head, List.of(empty)), answer -> {
            if (answer instanceof WriteAnswer.Success || answer instanceof WriteAnswer.WrongExpectedRevision) {
                compare(lane, first);
            } else if (answer instanceof WriteAnswer.StreamDeleted) {
                progress.destinationTombstoned(lane);
            } else {
                progress.refused(lane, first, answer);
            }
        });
    }

    /**
     * A metadata stream shows its newest document only; whether ours is an older one is asked below the head, first at its
     * own revision, then from the head down. A metadata stream is never soft-deleted, so even its place 0 can be asked for.
     *
     * @param deleted whether the stream is deleted at the destination, by nobody knows whom: then a document that may be
     *     older than the delete must not bring it back
     */
    private void probe(Lane lane, Pending first, NewEvent event, long head, long place, long next, boolean deleted) {
        boolean asked = head - next > (isDelete(first) ? MOST_PROBES_FOR_DELETE : MOST_PROBES);
        if (place <= lane.document || (asked && !deleted && !isDelete(first))) {
            write(lane, first, event, head);
        } else if (asked && isDelete(first)) {
            progress.stop(cannotTell(lane, first));
        } else if (asked) {
            done(lane, first, SkipReason.STREAM_DELETED);
        } else {
            var request = new WriteRequest.Append(lane.metastream(), place - 1, List.of(event));
            destination.write(request, answer -> {
                if (answer instanceof WriteAnswer.Success) {
                    lane.document = place;
                    done(lane, first, SkipReason.ALREADY_THERE);
                } else {
                    probe(lane, first, event, head, next, next - 1, deleted);
                }
            });
        }
    }

    private void write(Lane lane, Pending first, NewEvent event, long expected) {
        StreamDocument document = StreamDocument.read(event.data());
        OptionalLong truncateBefore = document == null ? OptionalLong.empty() : document.truncateBefore();
        if (document == null || truncateBefore.isEmpty() || document.isSoftDelete()) {
            append(lane, first, event, expected);
            return;
        }
        truncation.translate(lane, first.origin().lane(), truncateBefore.getAsLong(), place -> {
            byte[] data = place < 0 ? document.without(false, true) : document.withTruncateBefore(place);
            append(lane, first, event.withData(data), expected);
        });
    }

    private void append(Lane lane, Pending first, NewEvent event, long expected) {
        var request = new WriteRequest.Append(lane.metastream(), expected, List.of(event));
        destination.write(request, answer -> {
            if (answer instanceof WriteAnswer.Success success) {
                lane.document = success.revision();
                lane.waiting.removeFirst();
                progress.delivered(first);
                reopen(lane);
            } else if (answer instanceof WriteAnswer.WrongExpectedRevision) {
                compare(lane, first); // as it came: what was translated once must not be translated again
            } else if (answer instanceof WriteAnswer.StreamDeleted) {
                progress.destinationTombstoned(lane);
            } else {
                progress.refused(lane, first, answer);
            }
        });
    }

    private NewEvent asItCame(Pending first) {
        return first.change() instanceof Change.SetMetadata document
                ? document.event()
                : marks.deletion(first.origin().event());
    }

    private void done(Lane lane, Pending first, SkipReason why) {
        lane.waiting.removeFirst();
        progress.skipped(first, why);
        reopen(lane);
    }

    private void reopen(Lane lane) {
        lane.phase = lane.tail == Lane.UNKNOWN ? Lane.Phase.CLOSED : Lane.Phase.OPEN;
        lanes.refresh(lane);
    }

    private static boolean isDelete(Pending pending) {
        return pending.change() instanceof Change.Delete;
    }

    private LinkStoppedException cannotTell(Lane lane, Pending delete) {
        return new LinkStoppedException(
                StopReason.CONFLICT,
                "Whether stream '" + lane.name + "' of destination '" + spec.destination()
                        + "' was deleted by " + delete.origin().event()
                        + " cannot be told: its metadata stream has more than "
                        + MOST_PROBES_FOR_DELETE + " newer documents. Start the link from a later position.");
    }
}
