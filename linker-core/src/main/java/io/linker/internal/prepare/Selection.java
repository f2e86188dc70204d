package io.linker.internal.prepare;

import io.linker.event.OriginEvent;
import io.linker.event.OriginPosition;
import io.linker.event.RecordedEvent;
import io.linker.event.SkipReason;
import io.linker.filter.EventFilter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Which events the link is about. */
record Selection(
        EventFilter filter,
        boolean copyLinkEvents,
        @Nullable Instant since) {
    private static final String SYSTEM = "$";
    private static final String LINKER = "linker-";

    /** Whether a lane belongs to the server, or to the links themselves: nothing of it is replicated, nothing written to it. */
    static boolean isReserved(String lane) {
        return lane.isEmpty() || lane.startsWith(SYSTEM) || lane.startsWith(LINKER);
    }

    /** Why the event is not replicated; null if it is, as far as its names and its time are concerned. */
    @Nullable
    SkipReason refusal(OriginEvent origin) {
        RecordedEvent event = origin.event();
        boolean link = event.type().equals(RecordedEvent.LINK_TYPE);
        if (isReserved(origin.lane())) {
            // An origin that resolves links hands over the link itself only where its target is gone.
            boolean resolving = origin.position() instanceof OriginPosition.Streams;
            return link && resolving ? SkipReason.UNRESOLVED : SkipReason.SYSTEM;
        }
        if (since != null && event.created().isBefore(since)) {
            return SkipReason.BEFORE_START;
        }
        if (!filter.accepts(event)) {
            return SkipReason.FILTERED;
        }
        return link && !copyLinkEvents ? SkipReason.LINK_EVENT : null;
    }
}
