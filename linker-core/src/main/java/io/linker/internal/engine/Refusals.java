package io.linker.internal.engine;

import io.linker.error.LinkStoppedException;
import io.linker.error.StopReason;
import io.linker.event.Change;
import io.linker.event.NewEvent;
import io.linker.event.RecordedEvent;
import io.linker.write.WriteAnswer;
import java.util.Arrays;

/**
 * The undeliverable policy: what the destination will not take stops the link, or is parked with the reason. What the user may
 * not write stops the link, or waits.
 */
final class Refusals {
    private final LinkSpec spec;
    private final Parking parking;
    private final Denials denials;
    private final Reconciler reconciler;
    private final Progress progress;

    Refusals(LinkSpec spec, Parking parking, Denials denials, Reconciler reconciler, Progress progress) {
        this.spec = spec;
        this.parking = parking;
        this.denials = denials;
        this.reconciler = reconciler;
        this.progress = progress;
    }

    /** {@code first} stands first in its lane, which is busy. */
    void refused(Lane lane, Pending first, WriteAnswer answer) {
        if (answer instanceof WriteAnswer.TooLarge && spec.rules().omitsProvenance() && bare(lane, first)) {
            reconciler.reconcile(lane);
        } else if (spec.rules().parks() && answer instanceof WriteAnswer.Denied denied) {
            // Nothing is wrong with the event: a right is missing, and may be given back.
            denials.denied(lane, denied.message(), () -> reconciler.reconcile(lane));
        } else if (spec.rules().parks()) {
            parking.park(first, why(answer), () -> {
                lane.waiting.removeFirst();
                progress.parked(first);
                lane.readAgain = true;
                reconciler.reconcile(lane);
            });
        } else {
            progress.stop(new LinkStoppedException(
                    answer instanceof WriteAnswer.Denied ? StopReason.ACCESS_DENIED : StopReason.UNDELIVERABLE,
                    "Destination '" + spec.destination() + "' does not take event "
                            + first.origin().event() + ": " + why(answer)
                            + ". Nothing behind it in its stream was written. Remove the cause, or let the link park such"
                            + " events (undeliverable policy 'park')."));
        }
    }

    /** Takes off what provenance added, if that was anything; the event is then the origin's, byte for byte. */
    private static boolean bare(Lane lane, Pending first) {
        RecordedEvent origin = first.origin().event();
        if (!(first.change() instanceof Change.Append append)
                || Arrays.equals(append.event().metadata(), origin.metadata())) {
            return false;
        }
        NewEvent bare = append.event().withMetadata(origin.metadata());
        lane.waiting.removeFirst();
        lane.waiting.addFirst(first.with(new Change.Append(append.lane(), bare)));
        return true;
    }

    private static String why(WriteAnswer answer) {
        if (answer instanceof WriteAnswer.TooLarge tooLarge) {
            return "it is larger than the " + tooLarge.limit() + " bytes the server takes in one append";
        }
        if (answer instanceof WriteAnswer.Denied denied) {
            return denied.message();
        }
        if (answer instanceof WriteAnswer.Refused refused) {
            return refused.why();
        }
        return answer instanceof WriteAnswer.StreamDeleted ? "its stream is deleted for ever there" : answer.toString();
    }
}
