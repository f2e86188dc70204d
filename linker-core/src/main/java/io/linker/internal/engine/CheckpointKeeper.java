package io.linker.internal.engine;

import io.linker.checkpoint.Checkpoint;
import io.linker.checkpoint.CheckpointStore.Stored;
import io.linker.checkpoint.CheckpointStore.Versioned;
import io.linker.checkpoint.Witness;
import io.linker.error.CheckpointException;
import io.linker.error.LinkStoppedException;
import io.linker.error.StopReason;
import io.linker.internal.flow.Agenda;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Claims the link at start and stores how far it has come, now and then and at the end; one store is under way at a time. A
 * store that meets a newer claim ends this instance: somebody started the link again elsewhere.
 */
final class CheckpointKeeper {
    private static final long IDLE_CHECK_MILLIS = 30_000;

    private final LinkSpec spec;
    private final Checkpoints checkpoints;
    private final Agenda agenda;
    private final Supplier<Checkpoint> current;
    private final Progress progress;
    private long version;
    private long epoch;
    private long storedEvents;
    private @Nullable Checkpoint stored;
    private boolean storing;
    private long storingSince;
    private long storedAt;
    private @Nullable Runnable afterStore;

    /**
     * @param current how far the link is now; epoch and instance are filled in here
     */
    CheckpointKeeper(
            LinkSpec spec, Checkpoints checkpoints, Agenda agenda, Supplier<Checkpoint> current, Progress progress) {
        this.spec = spec;
        this.checkpoints = checkpoints;
        this.agenda = agenda;
        this.current = current;
        this.progress = progress;
    }

    /** What the last owner stored; {@code unreadable} hears of what no repetition will make readable. */
    void load(Consumer<Versioned> then, Consumer<CheckpointException> unreadable) {
        checkpoints.load(then, unreadable);
    }

    /** Takes the link over from whoever had it; {@code then} hears from where it goes on once this instance owns it. */
    void claim(Versioned before, Checkpoint start, Consumer<Checkpoint> then) {
        epoch = before.checkpoint() == null ? 1 : before.checkpoint().epoch() + 1;
        Checkpoint claim = mine(start);
        checkpoints.store(before.version(), claim, answer -> {
            if (answer instanceof Stored.Done done) {
                owned(done.version(), claim);
                then.accept(claim);
            } else if (answer instanceof Stored.Conflict conflict) {
                Checkpoint other = conflict.actual().checkpoint();
                if (other != null && other.instance().equals(spec.instance())) {
                    owned(conflict.actual().version(), claim);
                    then.accept(claim);
                } else {
                    // Whoever was faster is older than this claim, which goes on top of it; but not on another split.
                    boolean same = other != null && other.share().equals(spec.share());
                    claim(conflict.actual(), same && other != null ? other : start, then);
                }
            }
        });
    }

    private void owned(long at, Checkpoint claim) {
        version = at;
        stored = claim;
        storedAt = agenda.now();
        agenda.in(spec.limits().checkpointMillis(), this::timePassed);
    }

    private Checkpoint mine(Checkpoint of) {
        Witness destination = of.destination() == null && stored != null ? stored.destination() : of.destination();
        return new Checkpoint(
                spec.shareName(),
                of.position(),
                epoch,
                spec.instance(),
                of.time(),
                of.counters(),
                of.origin(),
                destination,
                of.filter(),
                spec.share());
    }

    private void timePassed() {
        if (stored != null) {
            storeIfMoved();
            if (!storing && agenda.now() - storedAt > IDLE_CHECK_MILLIS) {
                checkOwner();
            }
            agenda.in(spec.limits().checkpointMillis(), this::timePassed);
        }
    }

    /** So many events are done in all; stores when enough came since the last time. */
    void done(long events) {
        if (events - storedEvents >= spec.limits().checkpointEvents()) {
            storedEvents = events;
            storeIfMoved();
        }
    }

    private void storeIfMoved() {
        Checkpoint last = stored;
        Checkpoint now = current.get();
        if (last != null && !storing && !now.position().equals(last.position())) {
            store(mine(now));
        }
    }

    /** Stores what is known now, after a store that is under way; {@code then} runs once it is durable. */
    void storeLast(Runnable then) {
        afterStore = then;
        if (!storing) {
            Checkpoint last = stored;
            Checkpoint now = current.get();
            if (last == null || now.position().equals(last.position())) {
                then.run();
            } else {
                store(mine(now));
            }
        }
    }

    private void store(Checkpoint checkpoint) {
        storing = true;
        storingSince = agenda.now();
        checkpoints.store(version, checkpoint, answer -> {
            storing = false;
            if (answer instanceof Stored.Done done) {
                isStored(done.version(), checkpoint);
            } else if (answer instanceof Stored.Conflict conflict) {
                Checkpoint other = conflict.actual().checkpoint();
                if (other != null && other.instance().equals(spec.instance())) {
                    isStored(conflict.actual().version(), checkpoint);
                } else {
                    progress.stop(fenced(other));
                }
            }
        });
    }

    private void isStored(long at, Checkpoint checkpoint) {
        version = at;
        stored = checkpoint;
        storedAt = agenda.now();
        storeLastIfAsked();
    }

    private void storeLastIfAsked() {
        Runnable then = afterStore;
        if (then != null) {
            afterStore = null;
            storeLast(then);
        }
    }

    /** An instance that has nothing to store looks whether it still owns the link. */
    private void checkOwner() {
        storing = true;
        storingSince = agenda.now();
        checkpoints.load(
                found -> {
                    storing = false;
                    storedAt = agenda.now();
                    Checkpoint other = found.checkpoint();
                    if (other != null && !other.instance().equals(spec.instance())) {
                        progress.stop(fenced(other));
                    } else {
                        storeLastIfAsked();
                    }
                },
                unreadable -> {
                    storing = false;
                    storeLastIfAsked();
                });
    }

    /** Events that the destination must have, or it was replaced: those that the last checkpoint stands in, or speaks of. */
    List<Witness> witnesses() {
        Witness spokenOf = stored == null ? null : stored.destination();
        return Stream.of(checkpoints.witness(), spokenOf)
                .filter(Objects::nonNull)
                .toList();
    }

    /** Why the checkpoint cannot be read or stored; null while it can. */
    @Nullable
    Obstacle obstacle() {
        return checkpoints.obstacle();
    }

    /** How long the store under way has gone without success, in milliseconds; 0 while none is. */
    long age() {
        return storing ? agenda.now() - storingSince : 0;
    }

    private LinkStoppedException fenced(@Nullable Checkpoint other) {
        if (other == null) {
            return new LinkStoppedException(
                    StopReason.CHECKPOINT,
                    "The checkpoint of link '" + spec.shareName() + "' is gone: somebody deleted it, or destination '"
                            + spec.destination() + "' was restored or replaced. Look which, then start the link again:"
                            + " it finds out by itself what is there.");
        }
        if (other.share().count() != spec.share().count()) {
            return Split.changed(spec, other);
        }
        return new LinkStoppedException(
                StopReason.FENCED,
                "Link '" + spec.shareName() + "' was taken over by instance " + other.instance() + " (epoch "
                        + other.epoch() + "); this is instance " + spec.instance()
                        + " (epoch " + epoch + "). Only one process may run a link: stop the other one before starting"
                        + " this one again.");
    }
}
