package io.linker.internal.engine;

import io.linker.event.Change;
import io.linker.event.NewEvent;
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
 * Stream metadata: the document follows, written with the exact revision of the destination's metadata stream, which is read
 * first. An old document that arrives late must neither replace a newer one nor bring a deleted stream back to life.
 */
final class MetadataWrites {
    private static final int MOST_PROBES = 64;

    private final DestinationEnd destination;
    private final Lanes lanes;
    private final Marks marks;
    private final Truncation truncation;
    private final Reconciler reconciler;
    private final Progress progress;

    MetadataWrites(
            DestinationEnd destination,
            Lanes lanes,
            Marks marks,
            Truncation truncation,
            Reconciler reconciler,
            Progress progress) {
        this.destination = destination;
        this.lanes = lanes;
        this.marks = marks;
        this.truncation = truncation;
        this.reconciler = reconciler;
        this.progress = progress;
    }

    void run(Lane lane, Pending first, Change.SetMetadata change) {
        StreamDocument document = StreamDocument.read(change.event().data());
        if (lane.tail == Lane.UNKNOWN
                && !lane.asked
                && document != null
                && document.truncateBefore().isPresent()) {
            reconciler.reconcile(lane); // where the document truncates is told in revisions of the stream
        } else {
            compare(lane, first, change.event());
        }
    }

    private void compare(Lane lane, Pending first, NewEvent event) {
        var newest = new ReadRequest(lane.metastream(), Long.MAX_VALUE, 1);
        destination.read(newest, answer -> {
            if (answer instanceof ReadAnswer.NotFound) {
                write(lane, first, event, WriteRequest.NO_STREAM);
            } else if (answer instanceof ReadAnswer.StreamDeleted) {
                progress.destinationTombstoned(lane);
            } else if (answer instanceof ReadAnswer.Page page && page.events().isEmpty()) {
                write(lane, first, event, page.head());
            } else if (answer instanceof ReadAnswer.Page page) {
                compare(lane, first, event, page.events().get(0), page.head());
            } else {
                progress.refused(lane, first, new WriteAnswer.Denied("reading its metadata is not allowed"));
            }
        });
    }

    private void compare(Lane lane, Pending first, NewEvent event, RecordedEvent newest, long head) {
        Marks.Ours ours = marks.read(newest);
        if (newest.id().equals(event.id()) || (ours != null && ours.revision() >= first.revision())) {
            done(lane, first, SkipReason.ALREADY_THERE);
        } else {
            boolean deleted = Deletes.isSoftDelete(newest) && !lane.deletedHere;
            probe(lane, first, event, head, Math.min(first.revision(), head), head, deleted);
        }
    }

    /**
     * A metadata stream shows its newest document only; whether ours is an older one is asked below the head, first at its
     * own revision, then from the head down. A metadata stream is never soft-deleted, so even its place 0 can be asked for.
     *
     * @param deleted whether the stream is deleted at the destination, by nobody knows whom: then a document that may be
     *     older than the delete must not bring it back
     */
    private void probe(Lane lane, Pending first, NewEvent event, long head, long place, long next, boolean deleted) {
        boolean asked = head - next > MOST_PROBES;
        if (next < 0 || (asked && !deleted)) {
            write(lane, first, event, head);
        } else if (asked) {
            done(lane, first, SkipReason.STREAM_DELETED);
        } else {
            var request = new WriteRequest.Append(lane.metastream(), place - 1, List.of(event));
            destination.write(request, answer -> {
                if (answer instanceof WriteAnswer.Success) {
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
            append(lane, first, new NewEvent(event.id(), event.type(), event.json(), data, event.metadata()), expected);
        });
    }

    private void append(Lane lane, Pending first, NewEvent event, long expected) {
        var request = new WriteRequest.Append(lane.metastream(), expected, List.of(event));
        destination.write(request, answer -> {
            if (answer instanceof WriteAnswer.Success) {
                lane.waiting.removeFirst();
                progress.delivered(first);
                reopen(lane);
            } else if (answer instanceof WriteAnswer.WrongExpectedRevision) {
                compare(lane, first, event);
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
        reopen(lane);
    }

    private void reopen(Lane lane) {
        lane.phase = lane.tail == Lane.UNKNOWN ? Lane.Phase.CLOSED : Lane.Phase.OPEN;
        lanes.refresh(lane);
    }
}
