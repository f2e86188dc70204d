package io.linker.internal.engine;

import io.linker.checkpoint.Checkpoint;
import io.linker.checkpoint.CheckpointStore.Stored;
import io.linker.checkpoint.CheckpointStore.Versioned;
import io.linker.error.CheckpointException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A store outside the destination that can be lost or set back; shared by all runs of a link. */
final class SimCheckpoints implements Checkpoints {
    private final World world;
    private final List<Checkpoint> history = new ArrayList<>();
    private Versioned newest = Versioned.ABSENT;

    SimCheckpoints(World world) {
        this.world = world;
    }

    @Override
    public void load(Consumer<Versioned> then, Consumer<CheckpointException> unreadable) {
        then.accept(newest);
    }

    @Override
    public void store(long version, Checkpoint checkpoint, Consumer<Stored> then) {
        if (version != newest.version()) {
            then.accept(new Stored.Conflict(newest));
            return;
        }
        newest = new Versioned(version + 1, checkpoint);
        history.add(checkpoint);
        then.accept(new Stored.Done(version + 1));
    }

    /** Forgets everything. */
    void lose() {
        newest = Versioned.ABSENT;
    }

    /** Forgets everything, or goes back to an older checkpoint. */
    void setBack() {
        boolean lost = history.isEmpty() || world.chance(0.3);
        newest = lost
                ? Versioned.ABSENT
                : new Versioned(newest.version() + 1, history.get(world.random.nextInt(history.size())));
    }
}
