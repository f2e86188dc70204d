package io.linker.internal.engine;

import io.linker.error.LinkStoppedException;
import io.linker.event.SkipReason;
import io.linker.write.WriteAnswer;

/** Where the parts of the link say what became of an event, or of the link. */
interface Progress {
    /** The event is at the destination, confirmed. */
    void delivered(Pending event);

    /** The event is done without being written. */
    void skipped(Pending event, SkipReason reason);

    /** The event is done: it stands in the park stream. */
    void parked(Pending event);

    /** The destination will not take the event, which stands first in its lane; for the undeliverable policy. */
    void refused(Lane lane, Pending event, WriteAnswer answer);

    /** The lane's stream is deleted for ever at the destination. */
    void destinationTombstoned(Lane lane);

    /** An event met a stranger's and was appended behind it, marked. */
    void conflict(Pending event);

    /** The link cannot go on without a decision. */
    void stop(LinkStoppedException why);
}
