package io.linker.internal.engine;

import io.linker.checkpoint.Checkpoint;
import io.linker.checkpoint.CheckpointStore.Stored;
import io.linker.checkpoint.CheckpointStore.Versioned;
import io.linker.error.CheckpointException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/** A store outside the destination that can be lost, set back, or fail for a while; shared by all runs of a link, and its shares. */
final class SimCheckpoints {
    private static final int RETRY_MILLIS = 1_000;

    /** What one share of the link stored. */
    private static final class Kept {
        final List<Checkpoint> history = new ArrayList<>();
        Versioned newest = Versioned.ABSENT;
    }

    private final World world;
    private final Map<String, Kept> byName = new TreeMap<>();
    private Consumer<Checkpoint> onStore = stored -> {};
    private Predicate<String> touched = name -> true;
    private long failsUntil;

    SimCheckpoints(World world) {
        this.world = world;
    }

    /** Calls {@code witness} with each checkpoint that is stored. */
    void onStore(Consumer<Checkpoint> witness) {
        onStore = witness;
    }

    /** The store as one run of the link sees it; {@code feed} brings it the answers as long as it lives. */
    Function<String, Checkpoints> of(Consumer<Runnable> feed) {
        return name -> of(byName.computeIfAbsent(name, unknown -> new Kept()), feed);
    }

    private Checkpoints of(Kept kept, Consumer<Runnable> feed) {
        return new Checkpoints() {
            @Override
            public void load(Consumer<Versioned> then, Consumer<CheckpointException> unreadable) {
                call(() -> feed.accept(() -> then.accept(kept.newest)));
            }

            @Override
            public void store(long version, Checkpoint checkpoint, Consumer<Stored> then) {
                if (world.now() < failsUntil && world.chance(0.5)) {
                    call(() -> put(kept, version, checkpoint)); // done, but nobody hears of it, and it is repeated
                }
                call(() -> {
                    Stored answer = put(kept, version, checkpoint);
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

    private Stored put(Kept kept, long version, Checkpoint checkpoint) {
        Versioned newest = kept.newest;
        if (version != newest.version()) {
            boolean repeated = newest.version() == version + 1 && checkpoint.equals(newest.checkpoint());
            return repeated ? new Stored.Done(newest.version()) : new Stored.Conflict(newest);
        }
        Checkpoint before = newest.checkpoint();
        if (before != null && checkpoint.epoch() < before.epoch()) {
            throw new AssertionError("a copy stored when it was fenced: " + checkpoint + " after " + before);
        }
        kept.newest = new Versioned(version + 1, checkpoint);
        kept.history.add(checkpoint);
        onStore.accept(checkpoint);
        return new Stored.Done(version + 1);
    }

    void fail(int millis) {
        failsUntil = world.now() + millis;
    }

    /** Forgets everything. */
    void lose() {
        byName.values().forEach(SimCheckpoints::lose);
    }

    private static void lose(Kept kept) {
        // As in a stream that was deleted, versions go on: a late store of a killed copy must not fit by chance.
        kept.newest = new Versioned(kept.newest.version() + 1, null);
    }

    /** Only what has such a name will be set back. */
    void touch(Predicate<String> which) {
        touched = which;
    }

    /** Forgets everything, or goes back to an older checkpoint. */
    void setBack() {
        byName.forEach((name, kept) -> {
            if (touched.test(name)) {
                setBack(kept);
            }
        });
    }

    private void setBack(Kept kept) {
        boolean lost = kept.history.isEmpty() || world.chance(0.3);
        if (lost) {
            lose(kept);
        } else {
            Checkpoint older = kept.history.get(world.random.nextInt(kept.history.size()));
            kept.newest = new Versioned(kept.newest.version() + 1, older);
        }
    }
}
