package io.linker.internal.engine;

import io.linker.error.LinkStoppedException;
import io.linker.error.StopReason;
import io.linker.event.RecordedEvent;
import io.linker.event.SkipReason;
import io.linker.write.ReadAnswer;
import io.linker.write.ReadRequest;
import io.linker.write.WriteAnswer;

/**
 * Events of the origin that came from the destination, which may have lost them when it was restored: whether each still stands
 * there. What is lost is written like any other event, in the origin's order.
 *
 * <p>The origin's order has each event behind all that stood before it at the destination. So whoever writes back all that the
 * origin holds comes at least as far as each event stood. Where that is not so, something is missing that the origin never had;
 * the stream would then give revisions anew by which the origin knows other events, and whatever is written there next would be
 * taken for those. The same holds where somebody wrote to the restored stream already. Both stop the link.
 */
final class Healing implements Guard {
    private final LinkSpec spec;
    private final DestinationEnd destination;
    private final Lanes lanes;
    private final Marks marks;
    private final Progress progress;

    Healing(LinkSpec spec, DestinationEnd destination, Lanes lanes, Marks marks, Progress progress) {
        this.spec = spec;
        this.destination = destination;
        this.lanes = lanes;
        this.marks = marks;
        this.progress = progress;
    }

    @Override
    public boolean mustAsk(Lane lane, Pending next, long place) {
        if (!next.isAppend() || next.sequence() == lane.lost) {
            return false;
        }
        long stood = stood(next);
        return stood >= 0 && (stood <= lane.tail || stood > place);
    }

    private long stood(Pending pending) {
        return marks.revisionIn(pending.origin().event(), spec.destination());
    }

    /** Asks whether the first event of an open lane still stands where it did. */
    @Override
    public void ask(Lane lane, Pending first) {
        lane.phase = Lane.Phase.BUSY;
        lanes.refresh(lane);
        long stood = stood(first);
        if (stood > lane.tail) {
            progress.stop(refused(
                    lane,
                    first,
                    "the stream ends at revision " + lane.tail + " there, and what stood between"
                            + " never came to the origin"));
            return;
        }
        destination.read(new ReadRequest(lane.name, stood, 1), answer -> {
            if (answer instanceof ReadAnswer.StreamDeleted) {
                progress.destinationTombstoned(lane);
            } else if (answer instanceof ReadAnswer.Denied denied) {
                progress.refused(lane, first, new WriteAnswer.Denied(denied.message()));
            } else {
                compare(lane, first, stood, answer);
            }
        });
    }

    private void compare(Lane lane, Pending first, long stood, ReadAnswer answer) {
        RecordedEvent found =
                answer instanceof ReadAnswer.Page page && !page.events().isEmpty()
                        ? page.events().get(0)
                        : null;
        // What is deleted or truncated there is not brought back.
        if (found == null
                || found.revision() != stood
                || found.id().equals(first.origin().event().id())) {
            lane.waiting.removeFirst();
            progress.skipped(first, SkipReason.ECHO);
        } else if (marks.read(found) == null
                && marks.birth(found, spec.destination()).database().equals(spec.destination())) {
            progress.stop(refused(lane, first, "somebody wrote " + found + " there since"));
            return;
        } else {
            lane.lost = first.sequence();
        }
        lane.phase = Lane.Phase.OPEN;
        lanes.refresh(lane);
    }

    private LinkStoppedException refused(Lane lane, Pending first, String why) {
        return new LinkStoppedException(
                StopReason.DESTINATION_REWOUND,
                "Destination '" + spec.destination() + "' cannot be healed: event "
                        + first.origin().event()
                        + " of origin '" + spec.origin() + "' stood at revision " + stood(first) + " of stream '"
                        + lane.name + "', but " + why
                        + ". Nothing was written behind that. What is written there next would"
                        + " be taken for what the origin has already: restore the backup again and heal before anybody"
                        + " writes, or settle this stream by hand.");
    }
}
