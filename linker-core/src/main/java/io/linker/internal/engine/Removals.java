package io.linker.internal.engine;

import io.linker.error.LinkStoppedException;
import io.linker.error.StopReason;
import io.linker.event.Birth;
import io.linker.event.Change;
import io.linker.event.RecordedEvent;
import io.linker.event.SkipReason;
import io.linker.origin.OriginRead;
import io.linker.write.ReadAnswer;
import io.linker.write.ReadRequest;
import io.linker.write.WriteAnswer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Streams that somebody else deleted at the destination. The server takes an append to such a stream like any other and does
 * not say that it brought the stream back, so where that matters the newest document is read before each request.
 *
 * <p>A delete of the link's own says so. Of another's the origin may have known, or have deleted the stream, too: so it is asked
 * whether it still shows what it wrote before the event that waits. Where it does not the event is written: nothing may get lost
 * because a delete of the origin's was taken for another's.
 */
final class Removals implements Guard {
    private static final int PAGE = 32;

    /** Events that the filter may have left out before the one that waits; behind more of them it counts as a beginning. */
    private static final int MOST_READ = 4_096;

    private final LinkSpec spec;
    private final DestinationEnd destination;
    private final OriginEnd origin;
    private final Lanes lanes;
    private final Marks marks;
    private final Progress progress;

    Removals(LinkSpec spec, DestinationEnd destination, OriginEnd origin, Lanes lanes, Marks marks, Progress progress) {
        this.spec = spec;
        this.destination = destination;
        this.origin = origin;
        this.lanes = lanes;
        this.marks = marks;
        this.progress = progress;
    }

    @Override
    public boolean mustAsk(Lane lane, Pending next, long place) {
        return !lane.looked && !ends(next);
    }

    @Override
    public void ask(Lane lane, Pending first) {
        lane.phase = Lane.Phase.BUSY;
        lanes.refresh(lane);
        unlessRemoved(
                lane,
                () -> {
                    lane.looked = true;
                    reopen(lane);
                },
                () -> reopen(lane));
    }

    /**
     * Looks before the first event of a busy lane is written.
     *
     * @param write runs where nothing speaks against it
     * @param skipped runs where the delete is respected; all that waits for the deleted stream is done
     */
    void unlessRemoved(Lane lane, Runnable write, Runnable skipped) {
        if (spec.rules().deleted() == LinkSpec.Deleted.RECREATE) {
            write.run();
            return;
        }
        destination.read(new ReadRequest(lane.metastream(), Long.MAX_VALUE, 1), answer -> {
            if (answer instanceof ReadAnswer.StreamDeleted) {
                progress.destinationTombstoned(lane);
            } else if (answer instanceof ReadAnswer.Denied) {
                var denied = new WriteAnswer.Denied("reading its metadata is not allowed");
                progress.refused(lane, lane.waiting.getFirst(), denied);
            } else if (answer instanceof ReadAnswer.Page page && isForeignDelete(lane, page)) {
                beforeIt(lane.waiting.getFirst(), before -> {
                    if (before == null) {
                        write.run();
                    } else {
                        removed(lane, page.events().get(0), before, skipped);
                    }
                });
            } else {
                write.run();
            }
        });
    }

    private boolean isForeignDelete(Lane lane, ReadAnswer.Page documents) {
        if (documents.events().isEmpty() || lane.deletedTwice) {
            return false;
        }
        RecordedEvent newest = documents.events().get(0);
        return Deletes.isSoftDelete(newest) && marks.deletedUpTo(newest) == null;
    }

    /** Finds the newest event that the origin still shows of what was written before {@code first}; null for none. */
    private void beforeIt(Pending first, Consumer<@Nullable RecordedEvent> then) {
        long newest = first.change() instanceof Change.SetMetadata ? Long.MAX_VALUE : first.revision() - 1;
        beforeIt(first, newest, MOST_READ, then);
    }

    private void beforeIt(Pending first, long from, int left, Consumer<@Nullable RecordedEvent> then) {
        if (from < 0 || left <= 0) {
            then.accept(null);
            return;
        }
        origin.page(new OriginRead.StreamPage(first.origin().lane(), from, true, PAGE), answer -> {
            if (!(answer instanceof OriginRead.Answer.Page page)
                    || page.events().isEmpty()) {
                then.accept(null);
                return;
            }
            RecordedEvent found = page.events().stream()
                    .filter(event -> isBefore(event, first) && spec.line().selects(event))
                    .findFirst()
                    .orElse(null);
            int read = page.events().size();
            if (found != null) {
                then.accept(found);
            } else {
                beforeIt(first, page.events().get(read - 1).revision() - 1, left - read, then);
            }
        });
    }

    private static boolean isBefore(RecordedEvent event, Pending first) {
        return !(first.change() instanceof Change.SetMetadata)
                || event.position().compareTo(first.origin().event().position()) < 0;
    }

    /** What was readable at the origin a moment ago nothing has deleted since, so all that waits is of the same life. */
    private void removed(Lane lane, RecordedEvent deletion, RecordedEvent before, Runnable skipped) {
        if (spec.rules().deleted() == LinkSpec.Deleted.HALT) {
            progress.stop(halted(lane, deletion, before));
            return;
        }
        for (Pending next = lane.waiting.peekFirst(); next != null && !ends(next); next = lane.waiting.peekFirst()) {
            lane.waiting.removeFirst();
            progress.skipped(next, SkipReason.REMOVED);
        }
        skipped.run();
    }

    private static boolean ends(Pending pending) {
        return pending.change() instanceof Change.Delete || pending.change() instanceof Change.Tombstone;
    }

    private void reopen(Lane lane) {
        lane.phase = lane.tail == Lane.UNKNOWN ? Lane.Phase.CLOSED : Lane.Phase.OPEN;
        lanes.refresh(lane);
    }

    private LinkStoppedException halted(Lane lane, RecordedEvent deletion, RecordedEvent before) {
        Birth birth = marks.birth(deletion, spec.destination());
        String by = birth.database().equals(spec.destination()) ? "" : " by '" + birth.database() + "'";
        return new LinkStoppedException(
                StopReason.DESTINATION_DELETED,
                "Stream '" + lane.name + "' of destination '" + spec.destination() + "' was deleted" + by + " at "
                        + deletion.created() + " (" + deletion + "), but not at origin '" + spec.origin()
                        + "', which still has " + before + ". Nothing was written behind the delete; next is "
                        + lane.waiting.getFirst().origin().event()
                        + ". Delete the stream at the origin, too, bring it back by writing stream metadata,"
                        + " or start the link with the setting 'recreate' or 'respect' for such streams.");
    }
}
