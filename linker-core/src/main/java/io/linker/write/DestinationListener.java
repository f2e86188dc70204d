package io.linker.write;

import io.linker.error.Failure;
import io.linker.event.ServerInfo;

/** Hears what a {@link Destination} has to say, on any thread; must return quickly. */
public interface DestinationListener {
    /** The session can be used. */
    void connected(long session, ServerInfo server);

    /** The transport takes writes again. */
    void writable(long session);

    /** The answer to a write; at most one for each. */
    void written(long session, long id, WriteAnswer answer);

    /** The answer to a read; at most one for each. */
    void read(long session, long id, ReadAnswer answer);

    /** The session is over, before or after it was connected. What was not answered stays undecided. */
    void ended(long session, Failure why);
}
