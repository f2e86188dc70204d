package io.linker.checkpoint;

import io.linker.error.CheckpointException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps checkpoints outside the destination: in a file, in a database of the host's.
 *
 * <p>Methods may block; they are called from one thread of the link's own, never concurrently. A call that throws is
 * repeated unchanged after a while, so a store that was done after all has to be recognised: the version then is already
 * the next one and the content is the same.
 *
 * <p>A store has to compare and set: two instances of one link that run by mistake find each other through the version.
 */
public interface CheckpointStore {
    /** The version of a link that has no checkpoint yet. */
    long NONE = -1;

    /**
     * The newest checkpoint of a link.
     *
     * @throws CheckpointException if it cannot be read, or what is there is no checkpoint
     */
    Versioned load(String link);

    /**
     * Replaces a link's checkpoint, durably once this returns, if it still has the expected version.
     *
     * @param expectedVersion what {@link #load} or the previous store returned; {@link #NONE} for the first
     * @throws CheckpointException if it cannot be written; whether it was is then unknown
     */
    Stored store(String link, long expectedVersion, Checkpoint checkpoint);

    /**
     * A checkpoint and the version to replace it by.
     *
     * @param version {@link #NONE} where there is none
     * @param checkpoint null where there is none
     */
    record Versioned(long version, @Nullable Checkpoint checkpoint) {
        /** No checkpoint yet. */
        public static final Versioned ABSENT = new Versioned(NONE, null);
    }

    /** What became of a store. */
    sealed interface Stored {
        /** It is durable. {@code version} is expected by the next store. */
        record Done(long version) implements Stored {}

        /** Somebody else stored in between; nothing was changed. {@code actual} is what stands there. */
        record Conflict(Versioned actual) implements Stored {}
    }
}
