package io.linker;

import io.linker.checkpoint.Share;
import io.linker.error.InvalidConnectionException;
import io.linker.filter.EventFilter;
import io.linker.internal.engine.LinkSpec;
import io.linker.internal.flow.AdaptiveWindow;
import io.linker.internal.flow.SendWindow;
import io.linker.internal.flow.Throttle;
import io.linker.internal.prepare.Preparation;
import io.linker.internal.prepare.PreparationSettings;
import io.linker.origin.OriginSource;
import io.linker.origin.StartFrom;
import io.linker.transform.Transform;
import java.time.Instant;
import java.util.UUID;

/**
 * What a user asked for, checked, and turned into the plain values that the parts of a link understand.
 *
 * @param name the link's
 * @param origin name of the origin database
 * @param destination name of the destination database
 */
record LinkDefinition(
        String name,
        String origin,
        String destination,
        Settings settings,
        OriginSource source,
        EventFilter filter,
        Transform transform) {
    LinkDefinition {
        if (origin.equals(destination)) {
            throw new InvalidConnectionException("Origin and destination are both called '" + origin
                    + "'; every database needs a name of its own, provenance goes by it");
        }
        if (!name.matches("[A-Za-z0-9._-]{1,200}")) {
            throw new InvalidConnectionException(
                    "A link cannot be called '" + name + "': use letters, digits, '.', '_' and '-'");
        }
        if (name.matches(".*-\\d+-of-\\d+")) {
            throw new InvalidConnectionException(
                    "A link cannot be called '" + name + "': the shares of a link that is split are called so");
        }
        checkDeletes(settings);
    }

    private static void checkDeletes(Settings settings) {
        Delivery delivery = settings.delivery();
        Content content = settings.content();
        if (delivery.loop() == Delivery.Loop.ONE_WAY || !content.deletes()) {
            return;
        }
        if (delivery.loop() == Delivery.Loop.MESH) {
            throw new IllegalArgumentException("In a mesh soft deletes cannot be copied: switch them off (Content)");
        }
        if (content.metadata() != Content.StreamMetadata.NONE) {
            throw new IllegalArgumentException("In a loop soft deletes and stream metadata cannot both be copied, since"
                    + " which of two documents is the later one cannot be told once the server writes its own:"
                    + " use Settings.copyingDeletes()");
        }
        boolean byIdsOrGuarded = delivery.lookUpIds()
                || delivery.heals()
                || delivery.destinationDeleted() != Delivery.DestinationDeleted.RECREATE;
        if (byIdsOrGuarded) {
            throw new IllegalArgumentException(
                    "In a loop soft deletes cannot be copied by a link that looks up ids, heals, or"
                            + " halts at streams that somebody deleted");
        }
    }

    /** What a share of the link is, in the engine's terms. */
    LinkSpec spec(Share share) {
        return new LinkSpec(
                name,
                origin,
                destination,
                UUID.randomUUID(),
                rules(settings),
                filter.fingerprint(),
                share,
                source.start(),
                settings.startFrom(),
                settings.stopAt(),
                settings.connecting().keepTrying(),
                LinkSpec.Line.of(new Preparation(preparation())::prepare, origin),
                limits());
    }

    private static LinkSpec.Rules rules(Settings settings) {
        Delivery delivery = settings.delivery();
        return new LinkSpec.Rules(
                delivery.exclusive(),
                delivery.provenance() == Delivery.Provenance.NONE,
                LinkSpec.Loop.valueOf(delivery.loop().name()),
                delivery.onConflict(),
                delivery.onUndeliverable() == Delivery.OnUndeliverable.PARK,
                delivery.omitProvenance(),
                LinkSpec.Deleted.valueOf(delivery.destinationDeleted().name()),
                delivery.heals(),
                delivery.lookUpIds() && delivery.loop() != Delivery.Loop.ONE_WAY,
                settings.content().deletes() && delivery.loop() != Delivery.Loop.ONE_WAY);
    }

    private LinkSpec.Limits limits() {
        LinkSpec.Limits defaults = LinkSpec.Limits.DEFAULTS;
        return new LinkSpec.Limits(
                settings.flow().maxBufferedEvents(),
                settings.flow().maxBufferedBytes(),
                defaults.maxSpan(),
                settings.flow().maxBatchEvents(),
                defaults.maxBatchBytes(),
                defaults.maxUnansweredPerLane(),
                defaults.maxLanes(),
                settings.checkpoints().everyEvents(),
                settings.checkpoints().every().toMillis(),
                settings.connecting().stall().toMillis(),
                settings.connecting().timeout().toMillis(),
                settings.conflicts().kept(),
                settings.conflicts().pauseAbove());
    }

    PreparationSettings preparation() {
        Content content = settings.content();
        boolean alone = settings.delivery().loop() == Delivery.Loop.ONE_WAY;
        boolean extend = settings.delivery().provenance() == Delivery.Provenance.EXTEND;
        Instant since = settings.startFrom() instanceof StartFrom.Time time ? time.since() : null;
        return new PreparationSettings(
                origin,
                destination,
                filter,
                transform,
                new PreparationSettings.Trails(
                        extend,
                        settings.delivery().strictProvenance(),
                        !alone,
                        settings.delivery().omitProvenance(),
                        settings.delivery().heals(),
                        settings.delivery().lookUpIds()),
                new PreparationSettings.Control(
                        documents(content.metadata()), alone, content.deletes(), content.tombstones()),
                content.linkEvents(),
                since);
    }

    private static PreparationSettings.Documents documents(Content.StreamMetadata how) {
        return switch (how) {
            case ALL -> PreparationSettings.Documents.ALL;
            case WITHOUT_ACCESS -> PreparationSettings.Documents.WITHOUT_ACCESS;
            case NONE -> PreparationSettings.Documents.NONE;
        };
    }

    SendWindow window() {
        Settings.Flow flow = settings.flow();
        var size = new SendWindow.Size(flow.maxUnanswered(), flow.maxBatchEvents(), flow.connections());
        return flow.adaptive()
                ? new AdaptiveWindow(size, flow.maxBufferedBytes())
                : SendWindow.fixed(size, flow.maxBufferedBytes());
    }

    static Throttle.Rate rate(Settings.Limits limits) {
        return new Throttle.Rate(limits.eventsPerSecond(), limits.bytesPerSecond());
    }
}
