package io.linker.internal.engine;

import io.linker.error.LinkStoppedException;
import io.linker.error.StopReason;
import io.linker.event.Birth;
import io.linker.event.Change;
import io.linker.event.Position;
import io.linker.event.RecordedEvent;
import io.linker.event.SkipReason;
import io.linker.write.ReadAnswer;
import io.linker.write.ReadRequest;
import io.linker.write.WriteAnswer;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Finds out where a lane of the destination stands, and opens it there: after a refusal, and before the first request of a
 * lane that nothing is known of. A tail is always told by the destination: an append whose expected revision happens to
 * equal the head is accepted without a look at ids, so a guess can duplicate.
 */
final class Reconciler {
    private final LinkSpec spec;
    private final DestinationEnd destination;
    private final Lanes lanes;
    private final TailSearch search;
    private final HiddenSearch hidden;
    private final HiddenRead inLoop;
    private final Marks marks;
    private final Progress progress;

    Reconciler(
            LinkSpec spec,
            DestinationEnd destination,
            Lanes lanes,
            TailSearch search,
            HiddenSearch hidden,
            HiddenRead inLoop,
            Marks marks,
            Progress progress) {
        this.spec = spec;
        this.destination = destination;
        this.lanes = lanes;
        this.search = search;
        this.hidden = hidden;
        this.inLoop = inLoop;
        this.marks = marks;
        this.progress = progress;
    }

    /** Gets a lane with something waiting ready to send. */
    void open(Lane lane) {
        Pending first = lane.waiting.getFirst();
        boolean inLoop = spec.rules().deletesInLoop(); // a deleted stream is begun anew by no_stream
        if (first.isAppend() && first.revision() == 0 && !spec.rules().heals() && !inLoop) {
            // no_stream on a live stream is idempotent by id, so nothing need be asked
            opened(lane, Standing.EMPTY);
        } else if (first.isAppend()
                || (first.change() instanceof Change.Delete && !spec.rules().exclusive() && !inLoop)) {
            reconcile(lane);
        } else {
            lane.phase = Lane.Phase.OPEN; // the others ask by themselves for what they need
            lanes.refresh(lane);
        }
    }

    /** A lane has something new waiting, which may be there already. */
    void admit(Lane lane) {
        Pending newest = lane.waiting.peekLast();
        if (newest == null) {
            return;
        }
        boolean there = isThere(lane, newest);
        UUID ahead = there || !newest.isAppend()
                ? null
                : lane.ahead.pollFirst(); // they stand behind what is known to be there
        if (ahead != null && !ahead.equals(newest.origin().event().id())) {
            progress.stop(new LinkStoppedException(
                    StopReason.CONFLICT,
                    "Stream '" + lane.name + "' of destination '" + spec.destination() + "' has event " + ahead
                            + " where origin '" + spec.origin() + "' has "
                            + newest.origin().event()
                            + ". An exact copy needs a destination that nobody else writes."));
        } else if (!there && spec.rules().loop() == LinkSpec.Loop.MESH && lane.causality.isNew(newest)) {
            lane.searchAgain |= lane.phase == Lane.Phase.BUSY || lane.causality.thereFrom() > 0;
        } else if (there || ahead != null) {
            if (ahead != null) {
                lane.newestOrigin = Math.max(lane.newestOrigin, newest.revision());
            }
            lane.waiting.removeLast();
            progress.skipped(newest, SkipReason.ALREADY_THERE);
        }
    }

    /** Asks where the destination stands and opens the lane there. Nothing of the lane may be unanswered. */
    void reconcile(Lane lane) {
        lane.phase = Lane.Phase.BUSY;
        lane.searchAgain = false; // whether there is something to be searched or not
        lanes.refresh(lane);
        lane.echoed = lane.causality.arrived().highest(new Birth(spec.destination(), lane.name, 0));
        destination.readNewest(lane.name, 1, answer -> read(lane, answer));
    }

    private void read(Lane lane, ReadAnswer answer) {
        lane.hidden = false;
        if (answer instanceof ReadAnswer.Page page) {
            if (page.events().isEmpty()) {
                lane.hidden = true;
                searchHidden(lane, page.head(), page.head());
            } else {
                search.find(lane, page, found -> found(lane, found), denied -> denied(lane, denied));
            }
        } else if (answer instanceof ReadAnswer.NotFound) {
            askHead(lane);
        } else if (answer instanceof ReadAnswer.StreamDeleted) {
            progress.destinationTombstoned(lane);
        } else if (answer instanceof ReadAnswer.Denied denied) {
            denied(lane, denied);
        }
    }

    private void denied(Lane lane, ReadAnswer.Denied denied) {
        if (lane.waiting.isEmpty()) {
            lane.phase = Lane.Phase.CLOSED; // asked again when something comes
        } else {
            progress.refused(lane, lane.waiting.getFirst(), new WriteAnswer.Denied(denied.message()));
        }
    }

    private void found(Lane lane, TailSearch.Found found) {
        if (found.standing().origin() < 0 && found.hiddenBelow() > 0) {
            searchHidden(lane, found.standing().head(), found.hiddenBelow() - 1);
        } else {
            opened(lane, found.standing());
        }
    }

    /** A missing and a soft-deleted stream look the same to a reader; a refusal tells them apart. */
    private void askHead(Lane lane) {
        if (lane.waiting.isEmpty() || !(lane.waiting.getFirst().change() instanceof Change.Append append)) {
            askDocument(lane, Lane.UNKNOWN);
            return;
        }
        destination.askHead(
                lane.name,
                append.event(),
                head -> {
                    if (head < 0) {
                        opened(lane, Standing.EMPTY);
                    } else {
                        askDocument(lane, head);
                    }
                },
                answer -> {
                    if (answer instanceof WriteAnswer.StreamDeleted) {
                        progress.destinationTombstoned(lane); // since it was read
                    } else {
                        progress.refused(lane, lane.waiting.getFirst(), answer);
                    }
                });
    }

    /**
     * A deleted stream's newest document is the delete. One of this link's says where it stood at the origin: everything up
     * to there is done, and nothing behind it, for that would have brought the stream back.
     *
     * @param head told before this question: an append at a head that has moved since is refused
     */
    private void askDocument(Lane lane, long head) {
        destination.read(new ReadRequest(lane.metastream(), Long.MAX_VALUE, 1), answer -> {
            if (answer instanceof ReadAnswer.StreamDeleted || answer instanceof ReadAnswer.Denied) {
                read(lane, answer);
                return;
            }
            RecordedEvent newest =
                    answer instanceof ReadAnswer.Page page && !page.events().isEmpty()
                            ? page.events().get(0)
                            : null;
            Position place = newest == null ? null : marks.deletedUpTo(newest);
            if (place != null) {
                lane.deletedUpTo = place;
                opened(lane, Standing.oursOnTop(head, -1));
            } else if (head == Lane.UNKNOWN) {
                opened(lane, Standing.nothingOfOurs(head));
            } else if (newest != null && Deletes.isSoftDelete(newest)) {
                lane.hidden = true;
                searchHidden(lane, head, head);
            } else {
                reconcile(lane); // another copy of the link has begun it meanwhile
            }
        });
    }

    private void searchHidden(Lane lane, long head, long highest) {
        if (isRewound(lane, head)) {
            return;
        }
        Consumer<Standing> then = standing -> openedAt(lane, standing, head); // its place may be below the head
        if (spec.rules().deletesInLoop()) {
            inLoop.find(lane, head, then, () -> reconcile(lane));
        } else {
            hidden.find(lane, head, highest, then, () -> reconcile(lane));
        }
    }

    private void opened(Lane lane, Standing standing) {
        if (!isRewound(lane, standing.head())) {
            openedAt(lane, standing, standing.head());
        }
    }

    /** A destination that lacks what the origin has a copy of would be filled up at shifted revisions. */
    private boolean isRewound(Lane lane, long head) {
        long echoed =
                Math.max(lane.echoed, lane.causality.before().highest(new Birth(spec.destination(), lane.name, 0)));
        if (spec.rules().heals() || head == Lane.UNKNOWN || head >= echoed) {
            return false;
        }
        String why = "origin '" + spec.origin() + "' holds a copy of its revision " + echoed;
        progress.stop(rewound(lane, head, why));
        return true;
    }

    private void openedAt(Lane lane, Standing standing, long head) {
        if (lane.confirmed != Lane.UNKNOWN && standing.head() != Lane.UNKNOWN && standing.head() < lane.confirmed) {
            progress.stop(rewound(lane, standing.head(), "revision " + lane.confirmed + " had been confirmed"));
            return;
        }
        lane.alreadyThere = Math.max(lane.alreadyThere, standing.origin());
        lane.newestOrigin = Math.max(lane.newestOrigin, standing.origin());
        long confirmed = lane.confirmed;
        lane.open(standing.head());
        lane.head = head;
        lane.unplaced = (spec.rules().byIds() || lane.hidden)
                && standing.head() >= 0
                && standing.origin() < 0
                && lane.ahead.isEmpty()
                && nothingToPlace(lane);
        if (lane.unplaced) {
            lane.confirmed = confirmed;
        }
        dropWhatIsThere(lane);
        lanes.refresh(lane);
    }

    private static boolean nothingToPlace(Lane lane) {
        return lane.waiting.stream().noneMatch(Pending::isAppend);
    }

    private boolean isThere(Lane lane, Pending pending) {
        // Of the destination's own events that it may have lost a higher number says nothing: it may be taken twice.
        boolean own = spec.rules().heals() && pending.isFrom(spec.destination());
        boolean stands = pending.revision() <= lane.alreadyThere || (!own && lane.causality.isThere(pending));
        return (pending.isAppend() && stands) || pending.isUpTo(lane.deletedUpTo);
    }

    private void dropWhatIsThere(Lane lane) {
        lane.waiting.removeIf(pending -> {
            boolean there = isThere(lane, pending);
            if (there) {
                lane.newestThere = Math.max(lane.newestThere, pending.sequence());
                progress.skipped(pending, SkipReason.ALREADY_THERE);
            }
            return there;
        });
    }

    private LinkStoppedException rewound(Lane lane, long head, String why) {
        return new LinkStoppedException(
                StopReason.DESTINATION_REWOUND,
                "Stream '" + lane.name + "' of destination '" + spec.destination() + "' ends at revision " + head
                        + ", but " + why + ": the database was restored or replaced."
                        + " To fill it again, start the link so that it heals (Delivery.healing): see docs/topologies.md.");
    }

    /** What a search found in the part of a stream that can be read. */
    interface TailSearch {
        /**
         * What can be read, and what cannot.
         *
         * @param standing where the lane stands as far as can be seen
         * @param hiddenBelow everything below this revision could not be read; 0 where all could
         */
        record Found(Standing standing, long hiddenBelow) {}

        /**
         * Looks for the newest event of ours, beginning with the newest of all, which {@code newest} holds.
         *
         * @param refused hears instead of {@code then} where the right to read was taken away meanwhile
         */
        void find(Lane lane, ReadAnswer.Page newest, Consumer<Found> then, Consumer<ReadAnswer.Denied> refused);
    }
}
