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
import java.util.function.LongConsumer;

/**
 * Stream metadata and soft deletes: each follows as an event of the metadata stream, written with the exact revision of that,
 * which is read first. One that arrives late must neither replace a newer one, nor
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
            write(lane, first, revision -> delivered(lane, first));
        }
    }

    /**
     * Writes the document that an event of the origin's metadata stream is, unless it is there or comes too late. Each delete
     * leaves its document, even where there is nothing to hide: what is not in the metadata stream was not done.
     *
     * @param written hears the revision of a document that was written now; it owes the lane {@link #delivered} or {@link #done}
     */
    void write(Lane lane, Pending first, LongConsumer written) {
        new Attempt(lane, first, written).compare();
    }

    /** What was to be done is done by this run, and the lane goes on. */
    void delivered(Lane lane, Pending first) {
        lane.waiting.removeFirst();
        progress.delivered(first);
        reopen(lane);
    }

    /** Nothing is to be done, and the lane goes on. */
    void done(Lane lane, Pending first, SkipReason why) {
        lane.waiting.removeFirst();
        progress.skipped(first, why);
        reopen(lane);
    }

    private void reopen(Lane lane) {
        // A tail nobody told is asked for again once something is to be appended.
        lane.phase = lane.tail == Lane.UNKNOWN ? Lane.Phase.CLOSED : Lane.Phase.OPEN;
        lanes.refresh(lane);
    }

    /** The destination will not have it. */
    void refused(Lane lane, Pending first, WriteAnswer answer) {
        if (answer instanceof WriteAnswer.StreamDeleted) {
            progress.destinationTombstoned(lane);
        } else {
            progress.refused(lane, first, answer);
        }
    }

    /** One document on its way. */
    private final class Attempt {
        private final Lane lane;
        private final Pending first;
        private final NewEvent event;
        private final boolean delete;
        private final LongConsumer written;

        Attempt(Lane lane, Pending first, LongConsumer written) {
            this.lane = lane;
            this.first = first;
            this.delete = first.change() instanceof Change.Delete;
            this.event = first.change() instanceof Change.SetMetadata document
                    ? document.event()
                    : marks.deletion(first.origin().event());
            this.written = written;
        }

        private void done(SkipReason why) {
            MetadataWrites.this.done(lane, first, why);
        }

        void compare() {
            var newest = new ReadRequest(lane.metastream(), Long.MAX_VALUE, 1);
            destination.read(newest, answer -> {
                if (answer instanceof ReadAnswer.NotFound) {
                    write(WriteRequest.NO_STREAM);
                } else if (answer instanceof ReadAnswer.StreamDeleted) {
                    progress.destinationTombstoned(lane);
                } else if (answer instanceof ReadAnswer.Page page
                        && page.events().isEmpty()) {
                    write(page.head());
                } else if (answer instanceof ReadAnswer.Page page) {
                    compare(page.events().get(0));
                } else {
                    refused(lane, first, new WriteAnswer.Denied("reading its metadata is not allowed"));
                }
            });
        }

        private void compare(RecordedEvent newest) {
            long head = newest.revision();
            Position deleted = marks.deletedUpTo(newest);
            Marks.Ours ours = marks.read(newest);
            if (deleted != null) {
                lane.documentsUpTo = deleted;
            }
            if (newest.id().equals(event.id())) {
                lane.document = head;
                done(SkipReason.ALREADY_THERE);
            } else if (spec.rules().loop() != LinkSpec.Loop.ONE_WAY) {
                latestStays(newest);
            } else if ((ours != null && ours.revision() > first.revision()) || first.isUpTo(lane.documentsUpTo)) {
                done(SkipReason.ALREADY_THERE); // below the newest, which is to be done in its turn
            } else if (delete && Deletes.isSoftDelete(newest)) {
                deletedAlready(head, deleted == null);
            } else if (lane.deletedTwice && Deletes.isSoftDelete(newest)) {
                write(head); // it comes behind the delete, and an older copy of it was hidden by that
            } else if (deleted != null || ours != null || head <= lane.document) {
                write(head);
            } else {
                boolean foreign = Deletes.isSoftDelete(newest);
                long likely = Math.max(lane.document + 1, Math.min(first.revision(), head));
                probe(head, likely, head, foreign);
            }
        }

        /**
         * In a loop each side has documents of its own, and all must come to the same one. A document replaces what its writer
         * knew; of two that did not know each other the later one stays. What somebody truncated there is his affair.
         */
        private void latestStays(RecordedEvent newest) {
            Marks.Ours ours = marks.read(newest);
            if (Deletes.isSoftDelete(newest)) {
                done(SkipReason.STREAM_DELETED); // any document would bring it back
            } else if (ours != null && ours.revision() > first.revision()) {
                done(SkipReason.ALREADY_THERE);
            } else if (ours != null
                    || first.seen().covers(marks.birth(newest, spec.destination()))
                    || isLater(first.origin().event(), newest)) {
                append(withTruncationOf(newest, event), newest.revision());
            } else {
                done(SkipReason.SUPERSEDED);
            }
        }

        /** What is written to the metadata stream of a deleted stream brings it back; so a second delete takes two documents. */
        private void deletedAlready(long head, boolean byOthers) {
            if (byOthers && !spec.rules().exclusive()) {
                lane.deletedTwice = true;
                done(SkipReason.ALREADY_THERE); // what somebody else deleted is not shown, not even for a moment
                return;
            }
            NewEvent empty = marks.revival(first.origin().event(), 0);
            destination.write(new WriteRequest.Append(lane.metastream(), head, List.of(empty)), answer -> {
                if (answer instanceof WriteAnswer.Success || answer instanceof WriteAnswer.WrongExpectedRevision) {
                    compare();
                } else {
                    refused(lane, first, answer);
                }
            });
        }

        /**
         * A metadata stream shows its newest document only; whether ours is an older one is asked below the head, first at
         * its own revision, then from the head down. A metadata stream is never soft-deleted, so even its place 0 can be asked for.
         *
         * @param deleted whether the stream is deleted at the destination, by nobody knows whom: then a document that may be
         *     older than the delete must not bring it back
         */
        private void probe(long head, long place, long next, boolean deleted) {
            boolean asked = head - next > (delete ? MOST_PROBES_FOR_DELETE : MOST_PROBES);
            if (place <= lane.document || (asked && !deleted && !delete)) {
                write(head);
            } else if (asked && delete) {
                progress.stop(cannotTell(lane, first));
            } else if (asked) {
                done(SkipReason.STREAM_DELETED);
            } else {
                var request = new WriteRequest.Append(lane.metastream(), place - 1, List.of(event));
                destination.write(request, answer -> {
                    if (answer instanceof WriteAnswer.Success) {
                        lane.document = place;
                        done(SkipReason.ALREADY_THERE);
                    } else {
                        probe(head, next, next - 1, deleted);
                    }
                });
            }
        }

        private void write(long expected) {
            StreamDocument document = StreamDocument.read(event.data());
            OptionalLong truncateBefore = document == null ? OptionalLong.empty() : document.truncateBefore();
            if (document == null || truncateBefore.isEmpty() || document.isSoftDelete()) {
                append(event, expected);
                return;
            }
            truncation.translate(lane, first.origin().lane(), truncateBefore.getAsLong(), place -> {
                byte[] data = place < 0 ? document.without(false, true) : document.withTruncateBefore(place);
                append(event.withData(data), expected);
            });
        }

        private void append(NewEvent translated, long expected) {
            var request = new WriteRequest.Append(lane.metastream(), expected, List.of(translated));
            destination.write(request, answer -> {
                if (answer instanceof WriteAnswer.Success success) {
                    lane.document = success.revision();
                    written.accept(success.revision());
                } else if (answer instanceof WriteAnswer.WrongExpectedRevision) {
                    compare(); // as it came: what was translated once must not be translated again
                } else {
                    refused(lane, first, answer);
                }
            });
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

    private LinkStoppedException cannotTell(Lane lane, Pending delete) {
        return new LinkStoppedException(
                StopReason.CONFLICT,
                "Whether stream '" + lane.name + "' of destination '" + spec.destination()
                        + "' was deleted by " + delete.origin().event()
                        + " cannot be told: its metadata stream has more than "
                        + MOST_PROBES_FOR_DELETE + " newer documents. Start the link from a later position.");
    }
}
