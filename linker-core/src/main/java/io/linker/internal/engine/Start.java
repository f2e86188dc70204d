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
    private final CheckpointKeeper keeper;
    private final Split split;
    private final Identity identity;
    private final OriginEnd origin;
    private final Counters counters;
    private final Consumer<LinkStoppedException> stop;

    Start(
            LinkSpec spec,
            CheckpointKeeper keeper,
            Split split,
            Identity identity,
            OriginEnd origin,
            Counters counters,
            Consumer<LinkStoppedException> stop) {
        this.spec = spec;
        this.keeper = keeper;
        this.split = split;
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
                origin.answers();
                identity.nameDestination();
                load(then);
            }
        });
    }

    private void load(Consumer<Point> then) {
        split.load(found -> {
            Checkpoint present = found.checkpoint();
            if (present == null) {
                firstPosition(first -> decided(found, first, then));
            } else if (fits(present) && !split.isOurs(present)) {
                split.lowest(
                        present,
                        this::fits,
                        lowest -> checkWitnesses(lowest, () -> decided(found, lowest, then), identity::rewound));
            } else if (fits(present) && spec.share().isWhole()) {
                goOn(found, present, then);
            } else if (fits(present)) {
                loadShare(present, then);
            }
        });
    }

    /** The place to begin is known to this link: the whole claims it, shares begin there each for itself. */
    private void decided(Versioned found, Checkpoint start, Consumer<Point> then) {
        if (spec.share().isWhole()) {
            claim(found, start, then);
        } else {
            split.change(found, start, () -> load(then));
        }
    }

    private void loadShare(Checkpoint present, Consumer<Point> then) {
        keeper.load(
                own -> {
                    Checkpoint start = Split.later(own.checkpoint(), present);
                    if (fits(start)) {
                        goOn(own, start, then);
                    }
                },
                unreadable ->
                        stop.accept(new LinkStoppedException(StopReason.CHECKPOINT, message(unreadable), unreadable)));
    }

    private void goOn(Versioned found, Checkpoint start, Consumer<Point> then) {
        checkWitnesses(start, () -> claim(found, start, then), lost -> {
            if (spec.rules().heals()) {
                firstPosition(first -> claim(found, first, then));
            } else {
                identity.rewound(lost);
            }
        });
    }

    private void claim(Versioned found, Checkpoint start, Consumer<Point> then) {
        counters.restore(start.counters());
        keeper.claim(found, start, claimed -> {
            split.watch();
            then.accept(new Point(claimed.position(), claimed.origin()));
        });
    }

    private static String message(Throwable thrown) {
        return thrown.getMessage() == null ? thrown.toString() : thrown.getMessage();
    }

    private void firstPosition(Consumer<Checkpoint> then) {
        if (spec.startFrom() instanceof StartFrom.End) {
            origin.read(new OriginRead.Head(), answer -> {
                if (answer instanceof OriginRead.Answer.Head head) {
                    then.accept(first(head.position(), witness(head)));
                } else if (answer instanceof OriginRead.Answer.Failed failed) {
                    stop.accept(Parts.hopeless(failed.failure()));
                }
            });
        } else if (spec.startFrom() instanceof StartFrom.After after) {
            then.accept(first(after.position(), null));
        } else {
            then.accept(first(spec.beginning(), null));
        }
    }

    private static @Nullable Witness witness(OriginRead.Answer.Head head) {
        return head.newest() == null ? null : Witness.of(head.newest());
    }

    private Checkpoint first(OriginPosition position, @Nullable Witness witness) {
        return new Checkpoint(
                spec.name(),
                position,
                0,
                spec.instance(),
                Instant.EPOCH,
                Map.of(),
                witness,
                null,
                spec.filterFingerprint(),
                spec.share());
    }

    /** The origin must be the one the checkpoint speaks of, and so must the destination where it is not kept there. */
    private void checkWitnesses(Checkpoint checkpoint, Runnable then, Consumer<Witness> lost) {
        identity.checkOrigin(
                checkpoint.origin(),
                () -> identity.checkDestination(
                        checkpoint.destination() == null ? List.of() : List.of(checkpoint.destination()), then, lost));
    }

    private boolean fits(Checkpoint checkpoint) {
        String what = null;
        if (checkpoint.position().getClass() != spec.beginning().getClass()) {
            what = "it reads its origin another way now";
        } else if (!checkpoint.filter().equals(spec.filterFingerprint())) {
            what = "its filter has changed";
        }
        if (what != null) {
            stop.accept(new LinkStoppedException(
                    StopReason.SETTINGS_CHANGED,
                    "Link '" + spec.name() + "' has a checkpoint at " + checkpoint.position() + ", but " + what
                            + ": what was left out so far would stay left out. Use the old setting, or another link"
                            + " name to copy from the beginning."));
        }
        return what == null;
    }
}
