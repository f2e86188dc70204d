package io.linker.internal.engine;

import io.linker.event.SkipReason;
import io.linker.origin.OriginRead;
import io.linker.write.WriteAnswer;

/** Lanes whose destination stream is deleted for ever. */
final class Endings {
    private final LinkSpec.Loop loop;
    private final OriginEnd origin;
    private final Lanes lanes;
    private final Progress progress;

    Endings(LinkSpec.Loop loop, OriginEnd origin, Lanes lanes, Progress progress) {
        this.loop = loop;
        this.origin = origin;
        this.lanes = lanes;
        this.progress = progress;
    }

    /**
     * Where databases are linked both ways, whoever ends a stream ends it for all. What others wrote to it meanwhile is counted,
     * and not brought back under another name.
     */
    private boolean endsForAll() {
        return loop != LinkSpec.Loop.ONE_WAY;
    }

    /** If the origin's stream ended too, whatever comes is done: it was delivered before the end, or lost with it there. */
    void destinationTombstoned(Lane lane) {
        if (lane.waiting.isEmpty()) {
            lane.phase = Lane.Phase.CLOSED;
            return;
        }
        if (endsForAll()) {
            end(lane);
            return;
        }
        lane.phase = Lane.Phase.BUSY;
        lanes.refresh(lane);
        Pending first = lane.waiting.getFirst();
        origin.read(new OriginRead.StreamPage(first.origin().lane(), Long.MAX_VALUE, true, 1), answer -> {
            if (answer instanceof OriginRead.Answer.Tombstoned) {
                end(lane);
            } else {
                progress.refused(lane, first, new WriteAnswer.StreamDeleted());
            }
        });
    }

    private void end(Lane lane) {
        lane.phase = Lane.Phase.ENDED;
        admit(lane);
        lanes.refresh(lane);
    }

    /** What waits in a lane that ended is done. */
    void admit(Lane lane) {
        if (lane.phase == Lane.Phase.ENDED) {
            lane.waiting.forEach(late -> progress.skipped(late, SkipReason.TOMBSTONED));
            lane.waiting.clear();
        }
    }
}
