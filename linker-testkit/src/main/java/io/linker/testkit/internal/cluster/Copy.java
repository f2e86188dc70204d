package io.linker.testkit.internal.cluster;

import io.linker.testkit.internal.log.EventLog;
import io.linker.testkit.internal.log.Replica;

/** The log of one member, as the quorum sees it. Guarded by the quorum. */
public final class Copy {
    private volatile Replica replica;
    private boolean up = true;
    private int holds;

    Copy(EventLog committed) {
        this.replica = new Replica(committed);
    }

    /** What the member's readers see; another one after each start. */
    public EventLog log() {
        return replica.log();
    }

    boolean isUp() {
        return up;
    }

    void down() {
        up = false;
    }

    /** Started again: it reads its log, and what it lacks comes from the others. */
    void restart(EventLog committed) {
        replica = new Replica(committed);
        up = true;
    }

    /** Whether it hears from the other members. */
    boolean isReached() {
        return up && holds == 0;
    }

    void hold(int more) {
        holds += more;
    }

    void catchUp() {
        replica.catchUp();
    }
}
