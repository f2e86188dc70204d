package io.linker.esdb;

import io.linker.origin.Origin;
import io.linker.origin.OriginSource;
import io.linker.verify.History;
import io.linker.write.Destination;
import java.util.concurrent.Executor;

/** Makes the two ends of a link, and readers for comparing them. None does anything before it is told to. */
public final class EsdbLink {
    /** Connections that a destination may have. */
    public static final int MOST_CONNECTIONS = 16;

    private EsdbLink() {}

    /**
     * The end that is read.
     *
     * @param prepare runs everything the subscription brings; must run one task at a time, in order
     * @param linkName name of the link, for the names of threads
     */
    public static Origin origin(EsdbConnection connection, OriginSource source, Executor prepare, String linkName) {
        var threads = new EndThreads(linkName + "-origin", 1);
        return new EsdbOrigin(new OriginSession.Setup(connection, source, prepare, threads));
    }

    /**
     * The end that is written.
     *
     * @param connections connections to write through, 1 to {@value #MOST_CONNECTIONS}: one call is capped by the server's
     *     receive window of 768 KB per round trip, so far destinations want more. A lane always uses the same one
     * @param linkName name of the link, for the names of threads
     */
    public static Destination destination(EsdbConnection connection, int connections, String linkName) {
        if (connections < 1 || connections > MOST_CONNECTIONS) {
            throw new IllegalArgumentException(
                    "A destination has 1 to " + MOST_CONNECTIONS + " connections, not " + connections);
        }
        var threads = new EndThreads(linkName + "-destination", Math.min(connections, 2));
        return new EsdbDestination(connection, connections, threads);
    }

    /**
     * What a database holds, for comparing. Each reading has a connection of its own and throws
     * {@link io.linker.error.DatabaseException} where it fails.
     *
     * @param name for the names of threads
     */
    public static History history(EsdbConnection connection, OriginSource source, String name) {
        return new EsdbHistory(connection, source, name);
    }
}
