package io.linker.testkit.internal.groups;

import java.util.List;
import java.util.OptionalLong;

/** What a group writes down: its checkpoint and its parked events. */
interface GroupStore {
    OptionalLong loadCheckpoint();

    void saveCheckpoint(long position);

    void park(GroupEvent event, String reason);

    /** The events that are parked below this revision of the parked stream, resolved; those that cannot be are left out. */
    List<? extends GroupEvent> parked(long to);

    /** One after the last parked event; 0 when none was ever parked. */
    long parkedEnd();

    long parkedCount();

    /** Parked events below this revision of the parked stream are done with. */
    void forgetParkedBelow(long revision);

    /** Removes checkpoint and parked events. */
    void delete();
}
