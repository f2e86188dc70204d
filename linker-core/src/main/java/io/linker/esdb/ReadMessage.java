package io.linker.esdb;

import com.eventstore.dbclient.proto.streams.StreamsOuterClass.ReadResp;
import io.linker.event.RecordedEvent;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One message of a read or a subscription. */
sealed interface ReadMessage {
    /**
     * An event; one of the two is there.
     *
     * @param event the event, or what the link points at; null where that is gone
     * @param link null where what was read is no link, or links were not to be followed
     */
    record Event(@Nullable RecordedEvent event, @Nullable RecordedEvent link) implements ReadMessage {
        /** What stands at this place of the stream that was read: the link where there is one, else the event. */
        RecordedEvent original() {
            return link != null ? link : resolved();
        }

        /** What a link points at, or the event itself; the link where its target is gone. */
        RecordedEvent resolved() {
            return event != null ? event : Objects.requireNonNull(link, "neither event nor link");
        }
    }

    /** Anything else. */
    record Other(ReadResp message) implements ReadMessage {}
}
