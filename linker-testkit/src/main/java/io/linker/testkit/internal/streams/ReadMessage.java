package io.linker.testkit.internal.streams;

import com.eventstore.dbclient.proto.streams.StreamsOuterClass.ReadResp;
import io.linker.testkit.internal.log.LogRecord;
import org.jspecify.annotations.Nullable;

/** One message of a read or a subscription, on its way out. */
sealed interface ReadMessage {

    /** Anything but an event. */
    record Control(ReadResp message) implements ReadMessage {}

    /**
     * An event; it goes out straight from the log, without a message object in between. With a resolved link both
     * records are there, with a link that leads nowhere only the link.
     */
    record Event(@Nullable LogRecord event, @Nullable LogRecord link, boolean idsAsText) implements ReadMessage {}
}
