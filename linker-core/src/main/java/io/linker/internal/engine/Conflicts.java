package io.linker.internal.engine;

import io.linker.conflict.Conflict;
import io.linker.conflict.ConflictDecision;
import io.linker.conflict.ConflictFact;
import io.linker.error.LinkStoppedException;
import io.linker.error.StopReason;
import io.linker.event.Birth;
import io.linker.event.Change;
import io.linker.event.NewEvent;
import io.linker.event.RecordedEvent;
import io.linker.event.SkipReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks the policy about events that met others their writer did not know, and does what it decides. */
final class Conflicts {
    private static final int MOST_RECORDED = 256;

    private final LinkSpec spec;
    private final Marks marks;
    private final Lanes lanes;
    private final Diversion diversion;
    private final Parking parking;
    private final Facts facts;
    private final Progress progress;

    Conflicts(
            LinkSpec spec,
            Marks marks,
            Lanes lanes,
            Diversion diversion,
            Parking parking,
            Facts facts,
            Progress progress) {
        this.spec = spec;
        this.marks = marks;
        this.lanes = lanes;
        this.diversion = diversion;
        this.parking = parking;
        this.facts = facts;
        this.progress = progress;
    }

    /** Whether the event is to stand in the lane. */
    boolean isAppended(Lane lane, Pending pending) {
        Conflict conflict = conflict(lane, pending);
        return conflict == null || isAppend(decide(conflict));
    }

    /** Whether what there is to be known of the event's conflict is recorded; also where there is none. */
    boolean isRecorded(Lane lane, Pending pending) {
        return unknownTo(lane, pending).isEmpty()
                || facts.holds(ConflictFact.id(spec.name(), pending.origin().event()))
                || fact(lane, pending).isEmpty();
    }

    private Optional<ConflictFact> fact(Lane lane, Pending pending) {
        Conflict conflict = conflict(lane, pending);
        return conflict == null ? Optional.empty() : ConflictFact.of(conflict, decide(conflict));
    }

    /** Records the conflicts of the events that wait next, before anything is done about them. Nothing of the lane is sent meanwhile. */
    void record(Lane lane) {
        lane.phase = Lane.Phase.BUSY;
        lanes.refresh(lane);
        List<ConflictFact> found = new ArrayList<>();
        for (Pending pending : lane.waiting) {
            if (!pending.isAppend() || found.size() >= MOST_RECORDED) {
                break;
            }
            Optional<ConflictFact> fact = fact(lane, pending);
            fact.ifPresent(found::add);
            if (fact.isPresent() && fact.get().decision() == ConflictFact.Decision.HALTED) {
                break; // nothing behind it is decided
            }
        }
        facts.record(found, () -> {
            lane.phase = Lane.Phase.OPEN;
            lanes.refresh(lane);
        });
    }

    private static boolean isAppend(ConflictDecision decision) {
        return decision instanceof ConflictDecision.Append || decision instanceof ConflictDecision.AppendMarked;
    }

    /** The event as it is to stand at the end of the lane; {@link #isAppended} said that it is. */
    NewEvent placed(Lane lane, Pending pending) {
        NewEvent event = ((Change.Append) pending.change()).event();
        Conflict conflict = conflict(lane, pending);
        if (conflict == null) {
            return event;
        }
        count(lane, pending);
        return decide(conflict) instanceof ConflictDecision.AppendMarked marked
                ? marks.withError(event, marked.why())
                : event;
    }

    /** Does to the first event of a lane what else was decided. Nothing of the lane is unanswered, nor sent until it is done. */
    void run(Lane lane, Pending first) {
        lane.phase = Lane.Phase.BUSY;
        lanes.refresh(lane);
        Conflict conflict = conflict(lane, first);
        if (conflict == null) {
            throw new IllegalStateException("no conflict: " + first.origin().event());
        }
        ConflictDecision decision = decide(conflict);
        count(lane, first);
        if (decision instanceof ConflictDecision.Divert divert) {
            NewEvent event = ((Change.Append) first.change()).event();
            diversion.divert(divert.stream(), conflict.birth(), marks.withError(event, divert.why()), () -> {
                progress.skipped(first, SkipReason.CONFLICT);
                goOn(lane);
            });
        } else if (decision instanceof ConflictDecision.Park park) {
            parking.park(first, park.why(), () -> {
                progress.parked(first);
                lane.readAgain = true;
                goOn(lane);
            });
        } else {
            progress.stop(halted(conflict));
        }
    }

    /** What is sent again was counted. */
    private void count(Lane lane, Pending pending) {
        if (pending.sequence() > lane.newestConflict) {
            lane.newestConflict = pending.sequence();
            progress.conflict(pending);
        }
    }

    private void goOn(Lane lane) {
        lane.waiting.removeFirst();
        lane.phase = Lane.Phase.OPEN;
        lanes.refresh(lane);
    }

    /** What stands there already is not decided about again, and what cannot carry a mark not at all in a loop. */
    private List<Birth> unknownTo(Lane lane, Pending pending) {
        boolean opaque = spec.rules().looksUp()
                && pending.change() instanceof Change.Append append
                && marks.isOpaque(append.event().metadata());
        return opaque || lane.isBelowHead() ? List.of() : lane.causality.unknownTo(pending);
    }

    private @Nullable Conflict conflict(Lane lane, Pending pending) {
        List<Birth> unknown = unknownTo(lane, pending);
        if (unknown.isEmpty()) {
            return null;
        }
        RecordedEvent event = pending.origin().event();
        Birth birth = pending.relayed();
        return new Conflict(
                spec.name(),
                spec.origin(),
                spec.destination(),
                lane.name,
                event,
                birth != null ? birth : new Birth(spec.origin(), event.stream(), event.revision()),
                lane.causality.expected(pending, spec.destination(), lane.name),
                lane.tail,
                unknown);
    }

    private ConflictDecision decide(Conflict conflict) {
        try {
            return spec.rules().conflicts().decide(conflict);
        } catch (RuntimeException thrown) {
            progress.stop(new LinkStoppedException(
                    StopReason.CONFLICT, "The conflict policy failed at " + conflict.event() + ": " + thrown, thrown));
            return new ConflictDecision.Halt();
        }
    }

    private static LinkStoppedException halted(Conflict conflict) {
        Birth stranger = conflict.unknown().get(0);
        return new LinkStoppedException(
                StopReason.CONFLICT,
                "Stream '" + conflict.stream() + "' of destination '" + conflict.destination() + "' has event number "
                        + stranger.number() + " of '" + stranger.database() + "', which origin '" + conflict.origin()
                        + "' did not know when it wrote " + conflict.event()
                        + ". Nothing was written. Remove the stranger's event's cause, or let the"
                        + " link append behind it (conflict policy appendWithError).");
    }
}
