package io.linker.internal.engine;

import io.linker.checkpoint.Checkpoint;
import io.linker.checkpoint.CheckpointStore.Stored;
import io.linker.checkpoint.CheckpointStore.Versioned;
import io.linker.checkpoint.Witness;
import io.linker.error.CheckpointException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where checkpoints are kept, seen from the engine: calls return at once, answers come later on the engine's thread, and
 * are repeated until there is one. One call is under way at a time.
 */
interface Checkpoints {
    /** The newest checkpoint; {@code unreadable} hears of one that no repetition will make readable. */
    void load(Consumer<Versioned> then, Consumer<CheckpointException> unreadable);

    /** Replaces the checkpoint that has {@code version}. */
    void store(long version, Checkpoint checkpoint, Consumer<Stored> then);

    /** The event that holds what was stored last, where it is kept in the destination; null elsewhere, or before. */
    default @Nullable Witness witness() {
        return null;
    }

    /** Why the call under way has no answer; null where none is, or nothing is known. */
    default @Nullable Obstacle obstacle() {
        return null;
    }
}
