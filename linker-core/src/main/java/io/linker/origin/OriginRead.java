package io.linker.origin;

import io.linker.error.Failure;
import io.linker.event.OriginPosition;
import io.linker.event.Position;
import io.linker.event.RecordedEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A question to the origin beside its subscription. */
public sealed interface OriginRead {
    /** Where what the subscription brings ends now; answered by {@link Answer.Head}. */
    record Head() implements OriginRead {}

    /** Where the origin ends now, whatever the server's filter keeps back; answered by {@link Answer.Head}. */
    record End() implements OriginRead {}

    /** The event at exactly this place of {@code $all}, answered by a page of one or none. */
    record EventAt(Position position) implements OriginRead {}

    /**
     * A page of a stream, links not resolved.
     *
     * @param from first revision of the page, inclusive; {@link Long#MAX_VALUE} with {@code backwards} is the newest
     * @param count most events, at least 1
     */
    record StreamPage(String stream, long from, boolean backwards, int count) implements OriginRead {}

    /**
     * The newest events of a stream that stand in {@code $all} before a place, newest first, what is deleted or truncated
     * included; answered by a page.
     *
     * @param count most events, at least 1
     */
    record Written(String stream, Position before, int count) implements OriginRead {}

    /** What the origin said. */
    sealed interface Answer {
        /**
         * The end of what the link reads.
         *
         * @param position the newest event's place in the form of the subscription; its {@code START} where there is none
         * @param newest the newest event, null where there is none
         */
        record Head(OriginPosition position, @Nullable RecordedEvent newest) implements Answer {}

        /**
         * A page of a stream, or the event asked for.
         *
         * @param events in the order asked for; empty where nothing is readable
         * @param head the stream's last revision as the server names it, hidden events included; -1 where the stream was
         *     not found
         */
        record Page(List<RecordedEvent> events, long head) implements Answer {}

        /** The stream is tombstoned. */
        record Tombstoned() implements Answer {}

        /** No answer. */
        record Failed(Failure failure) implements Answer {}
    }
}
