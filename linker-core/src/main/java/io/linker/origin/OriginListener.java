package io.linker.origin;

import io.linker.error.Failure;
import io.linker.event.OriginEvent;
import io.linker.event.OriginPosition;
import io.linker.event.ServerInfo;

/**
 * Hears what an {@link Origin} has to say. Events, checkpoints and {@link #caughtUp} come one at a time and in order, on the
 * link's preparation thread, which may block there: not asking for more is what holds the server back. The other methods
 * come on any thread and must return quickly.
 */
public interface OriginListener {
    /** The session can be used. */
    void connected(long session, ServerInfo server);

    /** The server confirmed the subscription. */
    void subscribed(long session);

    /** One event; used up one of the messages asked for. */
    void arrived(long session, OriginEvent event);

    /** Everything up to {@code position} was considered by the server's filter; used up one of the messages asked for. */
    void checkpoint(long session, OriginPosition position);

    /** The subscription reached the head; used up one of the messages asked for. */
    void caughtUp(long session);

    /** The session is over, before or after it was connected. No further signal of it follows. */
    void ended(long session, Failure why);

    /** The answer to a read. Comes for each read at most once, and not after the session is over. */
    void answered(long session, long request, OriginRead.Answer answer);
}
