package io.linker.testkit.internal.groups;

import java.util.OptionalLong;

/**
 * When a group writes its checkpoint: at once after {@code maxCheckpointCount} finished events, otherwise at a tick, if
 * at least {@code minCheckpointCount} are finished and the last checkpoint is {@code checkpointAfterMs} old.
 */
final class CheckpointRule {
    private final GroupSettings settings;
    private Progress.Mark written;
    private OptionalLong writtenAtMillis = OptionalLong.empty();

    CheckpointRule(GroupSettings settings, Progress.Mark start) {
        this.settings = settings;
        this.written = start;
    }

    /** Whether to write this mark now; if so it counts as written. */
    boolean accepts(Progress.Mark reached, boolean tick, long nowMillis) {
        if (reached.position() == Progress.NONE) {
            return false;
        }
        long events = reached.sequence() - written.sequence();
        boolean many = events >= settings.maxCheckpointCount();
        boolean due = tick && isOld(nowMillis) && events >= settings.minCheckpointCount();
        // Neither may count without progress: with both counts at 0 the server would write the same one every second.
        if (events <= 0 || !(many || due)) {
            return false;
        }
        written = reached;
        writtenAtMillis = OptionalLong.of(nowMillis);
        return true;
    }

    private boolean isOld(long nowMillis) {
        int after = settings.checkpointAfterMs();
        return after != 0 && (writtenAtMillis.isEmpty() || nowMillis - writtenAtMillis.getAsLong() >= after);
    }

    /** The checkpoint last written or started from, {@link Progress#NONE} if there is none. */
    long lastPosition() {
        return written.position();
    }
}
