package io.linker.internal.engine;

import io.linker.checkpoint.Share;
import io.linker.event.OriginPosition;
import io.linker.filter.EventFilter;
import io.linker.internal.prepare.Preparation;
import io.linker.internal.prepare.PreparationSettings;
import io.linker.origin.StartFrom;
import io.linker.origin.StopAt;
import io.linker.transform.Transform;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Puts links from database a to database b together as the facade does, on a simulated network. */
final class SimLinks {
    private SimLinks() {}

    /**
     * What varies.
     *
     * @param exclusive an exact copy; else a shared destination and provenance
     * @param checkpoints null for a stream in the destination
     */
    record Kind(
            boolean exclusive,
            EventFilter filter,
            LinkSpec.Limits limits,
            @Nullable SimCheckpoints checkpoints,
            int maxLatency,
            int window) {
        static final Kind SHARED = new Kind(false, EventFilter.everything(), LinkSpec.Limits.DEFAULTS, null, 20, 8);
        static final Kind EXACT = new Kind(true, EventFilter.everything(), LinkSpec.Limits.DEFAULTS, null, 20, 8);

        Kind with(EventFilter other) {
            return new Kind(exclusive, other, limits, checkpoints, maxLatency, window);
        }

        Kind with(SimCheckpoints store) {
            return new Kind(exclusive, filter, limits, store, maxLatency, window);
        }
    }

    static SimLink link(World world, SimDatabase from, SimDatabase to, Kind kind) {
        var trails = kind.exclusive ? PreparationSettings.Trails.NONE : PreparationSettings.Trails.EXTENDED;
        var control = new PreparationSettings.Control(PreparationSettings.Documents.WITHOUT_ACCESS, true, true, true);
        var preparation = new Preparation(
                new PreparationSettings("a", "b", kind.filter, Transform.none(), trails, control, true, null));
        var spec = new LinkSpec(
                "a-to-b",
                "a",
                "b",
                new UUID(world.random.nextLong(), world.random.nextLong()),
                kind.exclusive,
                kind.exclusive,
                kind.exclusive ? LinkSpec.OnStranger.HALT : LinkSpec.OnStranger.MARK,
                false,
                false,
                kind.filter.fingerprint(),
                Share.WHOLE,
                OriginPosition.All.START,
                StartFrom.beginning(),
                StopAt.never(),
                false,
                kind.filter::accepts,
                kind.limits);
        return new SimLink(
                world,
                from,
                to,
                spec,
                new ProvenanceMarks("a"),
                preparation::prepare,
                kind.checkpoints,
                kind.maxLatency,
                kind.window);
    }
}
