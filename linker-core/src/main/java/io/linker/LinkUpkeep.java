package io.linker;

import io.linker.checkpoint.CheckpointStore;
import io.linker.checkpoint.Share;
import io.linker.conflict.ConflictLog;
import io.linker.esdb.EsdbLink;
import io.linker.esdb.Inventory;
import io.linker.event.OriginPosition;
import io.linker.event.Position;
import io.linker.internal.conflicts.ConflictDesk;
import io.linker.internal.prepare.Preparation;
import io.linker.internal.prepare.VerificationRules;
import io.linker.origin.StartFrom;
import io.linker.origin.StopAt;
import org.jspecify.annotations.Nullable;

/**
 * What is done about a link by who does not run it, over connections of its own.
 *
 * @param share one share of the link; the number of all is what counts
 * @param checkpoints where the link keeps its position; null for the destination
 * @param transforms whether the link rewrites events
 */
record LinkUpkeep(
        LinkDefinition link,
        LinkerConnectionBuilder from,
        LinkerConnectionBuilder to,
        Share share,
        @Nullable CheckpointStore checkpoints,
        boolean transforms) {

    /** Both ends of the link, to be compared. */
    Comparison comparison() {
        Settings settings = link.settings();
        if (settings.startFrom() instanceof StartFrom.End) {
            throw new IllegalArgumentException("Link '" + link.name() + "' began where its origin ended when it was"
                    + " started for the first time, and nobody knows where that was: everything before would be told as"
                    + " lost. Compare with StartFrom.after(position) instead of StartFrom.end()");
        }
        return new Comparison(
                link.name(),
                EsdbLink.originHistory(from.connection(), link.source(), link.name() + "-origin"),
                EsdbLink.destinationHistory(to.connection(), link.name() + "-destination"),
                () -> new VerificationRules(
                        link.preparation(), !settings.delivery().exclusive()),
                settings.startFrom() instanceof StartFrom.After after
                        ? after.position()
                        : link.source().start(),
                notes()::checkpoint,
                link.filter().fingerprint());
    }

    /** What the link, and whoever works with it, keeps at the destination. */
    LinkNotes notes() {
        return new LinkNotes(to.connection(), checkpoints, share, link.name());
    }

    /** What the origin holds besides events. */
    Inventory inventory() {
        return EsdbLink.inventory(from.connection(), link.name() + "-inventory");
    }

    /** The conflicts that the link recorded, to be closed. */
    ConflictLog conflicts() {
        return new ConflictDesk(
                link.name(),
                EsdbLink.destination(from.connection(), 1, link.name() + "-conflicts-origin"),
                EsdbLink.destination(to.connection(), 1, link.name() + "-conflicts"),
                new Preparation(link.preparation())::prepare);
    }

    /** The same link the other way, for what is written behind a place of the destination. */
    LinkerServiceBuilder reverse(Position after) {
        if (transforms) {
            throw new IllegalStateException("Link '" + link.name()
                    + "' transforms events; say yourself what undoes that, and build the link back with it");
        }
        // In a loop it looks for what its origin knew of the old events; one-way, each new event would be in conflict
        // with them.
        Settings settings = link.settings();
        Settings back = settings.delivery().exclusive() ? settings : settings.in(Delivery.Loop.TWO_WAY);
        return LinkerService.builder()
                .origin(to)
                .destination(from)
                .name(link.name() + "-back")
                .filter(link.filter())
                .settings(back.with(StartFrom.after(new OriginPosition.All(after)))
                        .with(StopAt.never()));
    }
}
