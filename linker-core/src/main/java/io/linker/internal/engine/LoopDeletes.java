package io.linker.internal.engine;

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
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Soft deletes of databases that are linked both ways. A delete hides the events that its writer knew, and no others: it
 * becomes a document that truncates the stream behind them, so whatever comes at that very moment stays to be seen.
 *
 * <p>Where an event that it did not know stands before one that it did, no truncation can do that. Then the delete is undone
 * on both sides: what is written instead says so, and the link back shows the events again where they were deleted.
 */
final class LoopDeletes {
    private static final int PAGE = 64;

    private final LinkSpec spec;
    private final DestinationEnd destination;
    private final OriginEnd origin;
    private final MetadataWrites documents;
    private final Marks marks;

    LoopDeletes(LinkSpec spec, DestinationEnd destination, OriginEnd origin, MetadataWrites documents, Marks marks) {
        this.spec = spec;
        this.destination = destination;
        this.origin = origin;
        this.documents = documents;
        this.marks = marks;
    }

    boolean concern(Pending first) {
        return spec.rules().deletesInLoop()
                && (first.change() instanceof Change.Delete || first.change() instanceof Change.Restore);
    }

    /** Does what a delete, or a document about one, asks for. */
    void run(Lane lane, Pending first) {
        if (first.change() instanceof Change.Restore undone) {
            restore(lane, first, undone);
        } else {
            hide(lane, first);
        }
    }

    /** Hides what the writer of a delete knew. */
    private void hide(Lane lane, Pending first) {
        decide(lane, first, Knowledge.of(lane, first, spec));
    }

    private void decide(Lane lane, Pending first, Knowledge known) {
        newestDocument(lane, first, standing -> {
            if (standing.isSoftDelete()) {
                documents.done(lane, first, SkipReason.ALREADY_THERE); // readers see nothing as it is
            } else {
                var visible = new VisibleEvents(spec, destination, marks, lane, known);
                visible.read(() -> decided(lane, first, known, visible, standing));
            }
        });
    }

    private void decided(Lane lane, Pending first, Knowledge known, VisibleEvents visible, Standing standing) {
        if (!visible.areAllKnown() && !known.isExact()) {
            known.complete(origin, marks, () -> decide(lane, first, known));
        } else if (visible.isAnyKnown()) {
            unlessDoneBefore(lane, first, standing, Position.END, () -> write(lane, first, visible, standing));
        } else {
            documents.done(lane, first, SkipReason.ALREADY_THERE);
        }
    }

    private void write(Lane lane, Pending first, VisibleEvents visible, Standing standing) {
        RecordedEvent delete = first.origin().event();
        if (visible.isPrefixKnown()) {
            boolean all = !standing.document().hides()
                    || (standing.newest != null && marks.doneUpTo(standing.newest) != null);
            NewEvent hiding = marks.hiding(delete, standing.document(), visible.firstUnknown(), all);
            write(lane, first, standing, hiding, () -> documents.delivered(lane, first));
        } else {
            NewEvent undone = marks.undone(delete, standing.document());
            write(lane, first, standing, undone, () -> documents.done(lane, first, SkipReason.CONFLICT));
        }
    }

    /** Shows the stream again after a delete that is undone, unless a later one waits to be decided about. */
    private void restore(Lane lane, Pending first, Change.Restore undone) {
        newestDocument(
                lane,
                first,
                standing -> unlessDeletedSince(lane, first, undone.upTo(), Position.END, () -> {
                    NewEvent restoring = marks.restoring(first.origin().event(), standing.document());
                    write(lane, first, standing, restoring, () -> documents.delivered(lane, first));
                }));
    }

    /**
     * Looks for the newest document of the lane's below what somebody else wrote: a delete that comes again must not hide what
     * was shown again since.
     */
    private void unlessDoneBefore(Lane lane, Pending first, Standing standing, Position before, Runnable then) {
        if (standing.head <= 0 || (standing.newest != null && marks.read(standing.newest) != null)) {
            then.run();
            return;
        }
        destination.read(ReadRequest.written(lane.metastream(), before, PAGE), answer -> {
            List<RecordedEvent> read = answer instanceof ReadAnswer.Page page ? page.events() : List.of();
            Optional<RecordedEvent> ours = read.stream()
                    .filter(document -> marks.read(document) != null)
                    .findFirst();
            if (ours.isPresent() && isDone(ours.get(), first)) {
                documents.done(lane, first, SkipReason.ALREADY_THERE);
            } else if (ours.isPresent() || read.isEmpty()) {
                then.run();
            } else {
                unlessDoneBefore(
                        lane, first, standing, read.get(read.size() - 1).position(), then);
            }
        });
    }

    /** Looks through what was written to the metadata stream since the delete that is undone; the newest alone does not tell. */
    private void unlessDeletedSince(Lane lane, Pending first, long upTo, Position before, Runnable then) {
        destination.read(ReadRequest.written(lane.metastream(), before, PAGE), answer -> {
            List<RecordedEvent> read = answer instanceof ReadAnswer.Page page ? page.events() : List.of();
            List<RecordedEvent> since =
                    read.stream().filter(document -> document.revision() > upTo).toList();
            if (since.stream().anyMatch(document -> isDone(document, first))) {
                documents.done(lane, first, SkipReason.ALREADY_THERE);
            } else if (since.stream().anyMatch(Deletes::isSoftDelete)) {
                documents.done(lane, first, SkipReason.SUPERSEDED);
            } else if (!since.isEmpty() && since.size() == read.size()) {
                Position last = since.get(since.size() - 1).position();
                unlessDeletedSince(lane, first, upTo, last, then);
            } else {
                then.run();
            }
        });
    }

    private void write(Lane lane, Pending first, Standing standing, NewEvent document, Runnable written) {
        var request = new WriteRequest.Append(lane.metastream(), standing.head, List.of(document));
        destination.write(request, answer -> {
            if (answer instanceof WriteAnswer.Success success && standing.isSoftDelete()) {
                // The server put another behind it, which hides all there was.
                write(lane, first, new Standing(success.revision() + 1, null), document, written);
            } else if (answer instanceof WriteAnswer.Success) {
                written.run();
            } else if (answer instanceof WriteAnswer.WrongExpectedRevision) {
                run(lane, first);
            } else {
                documents.refused(lane, first, answer);
            }
        });
    }

    /**
     * The newest document of a destination stream.
     *
     * @param head revision up to which there are documents; -1 for none
     * @param newest null where none can be seen
     */
    private record Standing(long head, @Nullable RecordedEvent newest) {
        boolean isSoftDelete() {
            return newest != null && Deletes.isSoftDelete(newest);
        }

        StreamDocument document() {
            StreamDocument read = newest == null || !newest.json() ? null : StreamDocument.read(newest.data());
            return read == null ? StreamDocument.EMPTY : read;
        }
    }

    private void newestDocument(Lane lane, Pending first, Consumer<Standing> then) {
        destination.read(new ReadRequest(lane.metastream(), Long.MAX_VALUE, 1), answer -> {
            if (answer instanceof ReadAnswer.NotFound) {
                then.accept(new Standing(WriteRequest.NO_STREAM, null));
            } else if (answer instanceof ReadAnswer.Page page && page.events().isEmpty()) {
                then.accept(new Standing(page.head(), null));
            } else if (answer instanceof ReadAnswer.Page page) {
                RecordedEvent newest = page.events().get(0);
                if (isDone(newest, first)) {
                    documents.done(lane, first, SkipReason.ALREADY_THERE);
                } else {
                    then.accept(new Standing(newest.revision(), newest));
                }
            } else if (answer instanceof ReadAnswer.StreamDeleted) {
                documents.refused(lane, first, new WriteAnswer.StreamDeleted());
            } else {
                documents.refused(lane, first, new WriteAnswer.Denied("reading its metadata is not allowed"));
            }
        });
    }

    /** What the lane brings to its metadata stream stands there in order: what is older than one of these is done. */
    private boolean isDone(RecordedEvent document, Pending first) {
        Marks.Ours ours = marks.read(document);
        return ours != null && ours.revision() >= first.revision();
    }
}
