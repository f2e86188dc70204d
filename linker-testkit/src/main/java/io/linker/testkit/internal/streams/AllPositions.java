package io.linker.testkit.internal.streams;

import io.linker.testkit.internal.log.EventLog;

/** Which numbers are positions. */
final class AllPositions {
    private AllPositions() {}

    /** Whether a reader may start there: at the very start, at a record, or anywhere beyond the end. */
    static boolean valid(EventLog log, long position) {
        int ordinal = log.ordinalAt(position);
        return position == 0 || ordinal == log.size() || log.position(ordinal) == position;
    }
}
