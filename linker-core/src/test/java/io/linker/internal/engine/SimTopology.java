package io.linker.internal.engine;

import io.linker.checkpoint.Share;
import io.linker.conflict.ConflictPolicy;
import io.linker.event.OriginPosition;
import io.linker.filter.EventFilter;
import io.linker.internal.prepare.Preparation;
import io.linker.internal.prepare.PreparationSettings;
import io.linker.origin.StartFrom;
import io.linker.origin.StopAt;
import io.linker.transform.Transform;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Puts links of a loop together as the facade does, on a simulated network.
 *
 * @param loop where the links stand among others
 * @param policy what they do about conflicts
 * @param heals whether they write again what a restored database lost
 * @param looksUp whether they look up what cannot carry provenance
 * @param deletes whether they copy soft deletes
 */
record SimTopology(
        LinkSpec.Loop loop,
        ConflictPolicy policy,
        boolean heals,
        boolean looksUp,
        boolean deletes,
        EventFilter filter,
        LinkSpec.Limits limits,
        int maxLatency,
        int window) {
    /** Links without limits of note. */
    static SimTopology of(LinkSpec.Loop loop, ConflictPolicy policy) {
        return new SimTopology(
                loop, policy, false, false, false, EventFilter.everything(), LinkSpec.Limits.DEFAULTS, 20, 8);
    }

    /** The same links, which heal. */
    SimTopology healing() {
        return new SimTopology(loop, policy, true, looksUp, deletes, filter, limits, maxLatency, window);
    }

    /** The same links, which look ids up. */
    SimTopology lookingUp() {
        return new SimTopology(loop, policy, heals, true, deletes, filter, limits, maxLatency, window);
    }

    /** A database and its name. */
    record Side(String name, SimDatabase database) {}

    /** A link that is not started; {@code store} null for checkpoints in the destination. */
    SimLink link(World world, Side from, Side to, Transform transform, @Nullable SimCheckpoints store) {
        var trails = new PreparationSettings.Trails(true, false, true, false, heals, looksUp);
        var content = new PreparationSettings.Control(
                deletes ? PreparationSettings.Documents.NONE : PreparationSettings.Documents.WITHOUT_ACCESS,
                false,
                deletes,
                true);
        var settings = new PreparationSettings(from.name, to.name, filter, transform, trails, content, true, null);
        var preparation = new Preparation(settings);
        var beside = new Preparation(settings);
        var kind = new SimLinks.Kind(
                SimLinks.Policy.of(false, policy, true),
                filter,
                null,
                transform,
                limits,
                store,
                maxLatency,
                window,
                Share.WHOLE);
        var spec = new LinkSpec(
                from.name + "-to-" + to.name,
                from.name,
                to.name,
                new UUID(world.random.nextLong(), world.random.nextLong()),
                new LinkSpec.Rules(
                        false, false, loop, policy, true, false, LinkSpec.Deleted.RECREATE, heals, looksUp, deletes),
                filter.fingerprint(),
                Share.WHOLE,
                OriginPosition.All.START,
                StartFrom.beginning(),
                StopAt.never(),
                false,
                new LinkSpec.Line(beside::prepare, filter::accepts, event -> false),
                limits);
        return new SimLink(
                world, from.database, to.database, spec, preparation::prepare, kind, from.name + "-to-" + to.name);
    }
}
