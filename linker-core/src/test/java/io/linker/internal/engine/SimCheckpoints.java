package io.linker.internal.engine;

import io.linker.checkpoint.Checkpoint;
import io.linker.checkpoint.CheckpointStore.Stored;
import io.linker.checkpoint.CheckpointStore.Versioned;
import io.linker.error.CheckpointException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A store outside the destination that can be lost, set back, or fail for a while; shared by all runs of a link. */
final class SimCheckpoints {
    private static final int RETRY_MILLIS = 1_000;

    private final World world;
    private final List<Checkpoint> history = new ArrayList<>();
    private Versioned newest = Versioned.ABSENT;
    private Consumer<Checkpoint> onStore = stored -> {};
    private long failsUntil;

    SimCheckpoints(World world) {
        this.world = world;
    }

    /** Calls {@code witness} with each checkpoint that is stored. */
    void onStore(Consumer<Checkpoint> witness) {
        onStore = witness;
    }

    /** The store as one run of the link sees it; {@code feed} brings it the answers as long as it lives. */
    Checkpoints of(Consumer<Runnable> feed) {
        return new Checkpoints() {
            @Override
            public void load(Consumer<Versioned> then, Consumer<CheckpointException> unreadable) {
                call(() -> feed.accept(() -> then.accept(newest)));
            }

            @Override
            public void store(long version, Checkpoint checkpoint, Consumer<Stored> then) {
                if (world.now() < failsUntil && world.chance(0.5)) {
                    call(() -> put(version, checkpoint)); // done, but nobody hears of it, and it is repeated
                }
                call(() -> {
                    Stored answer = put(version, checkpoint);
                    feed.accept(() -> then.accept(answer));
                });
            }
        };
    }

    /** A call that takes a while and, while the store fails, is repeated until it does not. */
    private void call(Runnable action) {
        world.in(world.between(0, 20), () -> {
            if (world.now() < failsUntil) {
                world.in(RETRY_MILLIS, () -> call(action));
            } else {
                action.run();
            }
        });
    }

    private Stored put(long version, Checkpoint checkpoint) {
        if (version != newest.version()) {
            boolean repeated = newest.version() == version + 1 && checkpoint.equals(newest.checkpoint());
            return repeated ? new Stored.Done(newest.version()) : new Stored.Conflict(newest);
        }
        Checkpoint before = newest.checkpoint();
        if (before != null && checkpoint.epoch() < before.epoch()) {
            throw new AssertionError("a copy stored when it was fenced: " + checkpoint + " after " + before);
        }
        newest = new Versioned(version + 1, checkpoint);
        history.add(checkpoint);
        onStore.accept(checkpoint);
        return new Stored.Done(version + 1);
    }

    void fail(int millis) {
        failsUntil = world.now() + millis;
    }

    /** Forgets everything. */
    void lose() {
        // As in a stream that was deleted, versions go on: a late store of a killed copy must not fit by chance.
        newest = new Versioned(newest.version() + 1, null);
    }

    /** Forgets everything, or goes back to an older checkpoint. */
    void setBack() {
        boolean lost = history.isEmpty() || world.chance(0.3);
        if (lost) {
            lose();
        } else {
            newest = new Versioned(newest.version() + 1, history.get(world.random.nextInt(history.size())));
        }
    }
}
