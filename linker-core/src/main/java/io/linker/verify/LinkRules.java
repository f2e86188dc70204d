package io.linker.verify;

import io.linker.event.Outcome;
import io.linker.event.RecordedEvent;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a comparison has to know about the link that made the copy. Called by one thread, in the order of the history. */
public interface LinkRules {
    /** What the link makes of an event of the origin: its filter, transform and provenance applied. */
    Outcome expected(RecordedEvent origin);

    /** The destination lane of everything in an origin lane. */
    String lane(String origin);

    /**
     * What an event of the destination is, told in the same terms: an append, a document, a delete, a tombstone; skipped
     * where it is no concern of any link.
     */
    Outcome found(RecordedEvent destination);

    /** Metadata without what the link adds when an event loses its place in a conflict; the same array if nothing is. */
    byte[] withoutMarks(byte[] metadata);

    /** Whether an event of the destination says that it came there by this link. */
    boolean cameByLink(RecordedEvent destination);

    /**
     * The id of the event of the origin that an event of the destination holds in place of the event's own stream, as conflict
     * and park streams do; null if it does not.
     */
    @Nullable
    UUID diverted(RecordedEvent destination);

    /** Whether others may write this stream of the destination: their events are then no damage. */
    boolean isShared(String lane);

    /** Whether an event may lack its provenance, since that would have made it too large. */
    boolean mayLackProvenance();
}
