package io.linker.checkpoint;

import java.util.HashMap;
import java.util.Map;

/** Forgets everything with the process: for tests, and for links that always start anew. Thread-safe. */
public final class InMemoryCheckpointStore implements CheckpointStore {
    private final Map<String, Versioned> stored = new HashMap<>();

    /** Nothing stored yet. */
    public InMemoryCheckpointStore() {}

    @Override
    public synchronized Versioned load(String link) {
        return stored.getOrDefault(link, Versioned.ABSENT);
    }

    @Override
    public synchronized Stored store(String link, long expectedVersion, Checkpoint checkpoint) {
        Versioned actual = load(link);
        if (actual.version() == expectedVersion) {
            stored.put(link, new Versioned(expectedVersion + 1, checkpoint));
            return new Stored.Done(expectedVersion + 1);
        }
        boolean repeated = actual.version() == expectedVersion + 1 && checkpoint.equals(actual.checkpoint());
        return repeated ? new Stored.Done(actual.version()) : new Stored.Conflict(actual);
    }
}
