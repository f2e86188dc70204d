package io.linker.internal.engine;

import io.linker.checkpoint.Share;
import io.linker.conflict.ConflictPolicy;
import io.linker.event.OriginPosition;
import io.linker.event.RecordedEvent;
import io.linker.filter.EventFilter;
import io.linker.internal.prepare.Division;
import io.linker.internal.prepare.Preparation;
import io.linker.internal.prepare.PreparationSettings;
import io.linker.origin.StartFrom;
import io.linker.origin.StopAt;
import io.linker.transform.Transform;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Puts links from database a to database b together as the facade does, on a simulated network. */
final class SimLinks {
    private SimLinks() {}

    /**
     * What varies.
     *
     * @param policy how the destination is written
     * @param serverFilter what the origin's server lets through; null for everything
     * @param checkpoints null for a stream in the destination
     * @param share which part of the lanes it handles
     */
    record Kind(
            Policy policy,
            EventFilter filter,
            @Nullable Predicate<RecordedEvent> serverFilter,
            Transform transform,
            LinkSpec.Limits limits,
            @Nullable SimCheckpoints checkpoints,
            int maxLatency,
            int window,
            Share share) {
        static final Kind SHARED = plain(Policy.SHARED);
        static final Kind EXACT = plain(Policy.EXACT);

        private static Kind plain(Policy policy) {
            return new Kind(
                    policy,
                    EventFilter.everything(),
                    null,
                    Transform.none(),
                    LinkSpec.Limits.DEFAULTS,
                    null,
                    20,
                    8,
                    Share.WHOLE);
        }

        Kind with(EventFilter other) {
            return new Kind(policy, other, serverFilter, transform, limits, checkpoints, maxLatency, window, share);
        }

        Kind with(LinkSpec.Limits other) {
            return new Kind(policy, filter, serverFilter, transform, other, checkpoints, maxLatency, window, share);
        }

        Kind with(SimCheckpoints store) {
            return new Kind(policy, filter, serverFilter, transform, limits, store, maxLatency, window, share);
        }

        Kind with(LinkSpec.Deleted deleted) {
            var other = new Policy(policy.exclusive, policy.conflicts, policy.parks, deleted);
            return new Kind(other, filter, serverFilter, transform, limits, checkpoints, maxLatency, window, share);
        }

        Kind with(Share other) {
            return new Kind(policy, filter, serverFilter, transform, limits, checkpoints, maxLatency, window, other);
        }
    }

    /**
     * How the destination is written.
     *
     * @param exclusive an exact copy, by ids; else a shared destination and provenance
     * @param conflicts what to do about events of others
     * @param parks whether what the destination refuses is parked; else it halts the link
     * @param deleted what to do where somebody else deleted a stream
     */
    record Policy(boolean exclusive, ConflictPolicy conflicts, boolean parks, LinkSpec.Deleted deleted) {
        static final Policy SHARED = of(false, ConflictPolicy.appendWithError(), false);
        static final Policy EXACT = of(true, ConflictPolicy.halt(), false);

        static Policy of(boolean exclusive, ConflictPolicy conflicts, boolean parks) {
            return new Policy(exclusive, conflicts, parks, LinkSpec.Deleted.RECREATE);
        }
    }

    static SimLink link(World world, SimDatabase from, SimDatabase to, Kind kind) {
        return link(world, from, to, kind, "link");
    }

    static SimLink link(World world, SimDatabase from, SimDatabase to, Kind kind, String name) {
        PreparationSettings settings = preparation(kind);
        var line = new Preparation(settings);
        var beside = new Preparation(settings);
        to.weather.runs++;
        var instance = new UUID(world.random.nextLong(), world.random.nextLong());
        return new SimLink(
                world,
                from,
                to,
                spec(kind, instance, LinkSpec.Line.of(beside::prepare, "a")),
                Division.of(kind.share, kind.transform, line::prepare),
                kind,
                name);
    }

    private static PreparationSettings preparation(Kind kind) {
        boolean exact = kind.policy.exclusive;
        var trails = new PreparationSettings.Trails(!exact, false, false, exact, false, false);
        var control = new PreparationSettings.Control(PreparationSettings.Documents.WITHOUT_ACCESS, true, true, true);
        return new PreparationSettings("a", "b", kind.filter, kind.transform, trails, control, true, null);
    }

    private static LinkSpec spec(Kind kind, UUID instance, LinkSpec.Line line) {
        return new LinkSpec(
                "a-to-b",
                "a",
                "b",
                instance,
                new LinkSpec.Rules(
                        kind.policy.exclusive,
                        kind.policy.exclusive,
                        LinkSpec.Loop.ONE_WAY,
                        kind.policy.conflicts,
                        kind.policy.parks,
                        false,
                        kind.policy.deleted,
                        false,
                        false,
                        false),
                kind.filter.fingerprint(),
                kind.share,
                OriginPosition.All.START,
                StartFrom.beginning(),
                StopAt.never(),
                false,
                line,
                kind.limits);
    }
}
