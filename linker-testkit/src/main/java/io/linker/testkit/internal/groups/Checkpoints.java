package io.linker.testkit.internal.groups;

import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** Follows the progress of a group and writes it down when the rule says so. */
final class Checkpoints {
    private final GroupStore store;
    private final LongSupplier clock;
    private final OptionalLong loaded;
    private final Progress progress;
    private final CheckpointRule rule;

    /** Begins at the checkpoint that is in the store, if there is one. */
    Checkpoints(GroupSettings settings, GroupStore store, LongSupplier clock) {
        this.store = store;
        this.clock = clock;
        this.loaded = store.loadCheckpoint();
        this.progress = loaded.isPresent() ? Progress.after(loaded.getAsLong()) : Progress.atStart();
        this.rule = new CheckpointRule(settings, progress.reached());
    }

    /** Where the group was when it was opened. */
    OptionalLong loaded() {
        return loaded;
    }

    Progress progress() {
        return progress;
    }

    void consider(boolean tick) {
        Progress.Mark reached = progress.reached();
        if (rule.accepts(reached, tick, clock.getAsLong())) {
            store.saveCheckpoint(reached.position());
        }
    }

    /** The checkpoint last written or loaded, {@link Progress#NONE} if there is none. */
    long last() {
        return rule.lastPosition();
    }
}
