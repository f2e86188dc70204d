package io.linker.testkit.internal.groups;

import java.util.List;
import java.util.OptionalLong;

/** What a group writes down: its checkpoint and its parked events. */
interface GroupStore {
    OptionalLong loadCheckpoint();

    void saveCheckpoint(long position);

    void park(GroupEvent event, String reason);

    /** The events parked from one revision of the parked stream on and below another, resolved if they can be. */
    List<? extends GroupEvent> parked(long from, long to);

    /** The first revision of the parked stream that may still hold an event. */
    long parkedStart();

    /** One after the last parked event; 0 when none was ever parked. */
    long parkedEnd();

    /** Parked events below this revision of the parked stream are done with. */
    void forgetParkedBelow(long revision);

    /** Removes checkpoint and parked events. */
    void delete();
}
