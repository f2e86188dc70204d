package io.linker.internal.engine;

import io.linker.checkpoint.Checkpoint;
import io.linker.checkpoint.CheckpointStore.Versioned;
import io.linker.checkpoint.Witness;
import io.linker.error.LinkStoppedException;
import io.linker.error.StopReason;
import io.linker.event.OriginPosition;
import io.linker.origin.OriginRead;
import io.linker.origin.StartFrom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Decides where the link begins: loads its checkpoint, sees that it fits, finds the first position, claims the link. */
final class Start {
    /** Where the link begins. */
    record Point(OriginPosition position, @Nullable Witness witness) {}

    private final LinkSpec spec;
    private final Checkpoints checkpoints;
    private final CheckpointKeeper keeper;
    private final Identity identity;
    private final OriginEnd origin;
    private final Counters counters;
    private final Consumer<LinkStoppedException> stop;

    Start(
            LinkSpec spec,
            Checkpoints checkpoints,
            CheckpointKeeper keeper,
            Identity identity,
            OriginEnd origin,
            Counters counters,
            Consumer<LinkStoppedException> stop) {
        this.spec = spec;
        this.checkpoints = checkpoints;
        this.keeper = keeper;
        this.identity = identity;
        this.origin = origin;
        this.counters = counters;
        this.stop = stop;
    }

    /** Both ends are connected for the first time; {@code then} hears where to subscribe. */
    void begin(Consumer<Point> then) {
        // A user that may not read is told so before anything is written.
        origin.read(new OriginRead.Head(), answer -> {
            if (answer instanceof OriginRead.Answer.Failed failed) {
                stop.accept(Parts.hopeless(failed.failure()));
            } else {
                identity.nameDestination();
                load(then);
            }
        });
    }

    private void load(Consumer<Point> then) {
        checkpoints.load(
                found -> {
                    Checkpoint checkpoint = found.checkpoint();
                    if (checkpoint == null) {
                        firstStart(found, then);
                    } else if (fits(checkpoint)) {
                        counters.restore(checkpoint.counters());
                        checkWitnesses(found, checkpoint, then);
                    }
                },
                unreadable ->
                        stop.accept(new LinkStoppedException(StopReason.CHECKPOINT, message(unreadable), unreadable)));
    }

    private static String message(Throwable thrown) {
        return thrown.getMessage() == null ? thrown.toString() : thrown.getMessage();
    }

    private void firstStart(Versioned found, Consumer<Point> then) {
        if (spec.startFrom() instanceof StartFrom.End) {
            origin.read(new OriginRead.Head(), answer -> {
                if (answer instanceof OriginRead.Answer.Head head) {
                    claim(found, new Point(head.position(), witness(head)), then);
                } else if (answer instanceof OriginRead.Answer.Failed failed) {
                    stop.accept(Parts.hopeless(failed.failure()));
                }
            });
        } else if (spec.startFrom() instanceof StartFrom.After after) {
            claim(found, new Point(after.position(), null), then);
        } else {
            claim(found, new Point(spec.beginning(), null), then);
        }
    }

    private static @Nullable Witness witness(OriginRead.Answer.Head head) {
        return head.newest() == null ? null : Witness.of(head.newest());
    }

    private void claim(Versioned found, Point point, Consumer<Point> then) {
        var first = new Checkpoint(
                spec.name(),
                point.position(),
                0,
                spec.instance(),
                Instant.EPOCH,
                Map.of(),
                point.witness(),
                null,
                spec.filterFingerprint(),
                spec.share());
        keeper.claim(found, first, claimed -> then.accept(new Point(claimed.position(), claimed.origin())));
    }

    /** The origin must be the one the checkpoint speaks of, and so must the destination where it is not kept there. */
    private void checkWitnesses(Versioned found, Checkpoint checkpoint, Consumer<Point> then) {
        identity.checkOrigin(
                checkpoint.origin(),
                () -> identity.checkDestination(
                        checkpoint.destination() == null ? List.of() : List.of(checkpoint.destination()),
                        () -> keeper.claim(
                                found,
                                checkpoint,
                                claimed -> then.accept(new Point(claimed.position(), claimed.origin())))));
    }

    private boolean fits(Checkpoint checkpoint) {
        String what = null;
        if (checkpoint.position().getClass() != spec.beginning().getClass()) {
            what = "it reads its origin another way now";
        } else if (!checkpoint.filter().equals(spec.filterFingerprint())) {
            what = "its filter has changed";
        } else if (!checkpoint.share().equals(spec.share())) {
            what = "its share of the work was " + checkpoint.share() + " and is " + spec.share() + " now";
        }
        if (what != null) {
            stop.accept(new LinkStoppedException(
                    StopReason.SETTINGS_CHANGED,
                    "Link '" + spec.name() + "' has a checkpoint at " + checkpoint.position() + ", but " + what
                            + ": what was left out so far would stay left out. Use the old setting, or another link name to"
                            + " copy from the beginning."));
        }
        return what == null;
    }
}
