package io.linker.esdb;

import io.linker.event.NewEvent;
import io.linker.event.RecordedEvent;
import io.linker.origin.Origin;
import io.linker.origin.OriginSource;
import io.linker.verify.HistorySource;
import io.linker.write.Destination;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

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
     * What an origin holds, for comparing. Each reading has a connection of its own and throws
     * {@link io.linker.error.DatabaseException} where it fails.
     *
     * @param name for the names of threads
     */
    public static HistorySource originHistory(EsdbConnection connection, OriginSource source, String name) {
        return new EsdbHistory(new Errand(connection, name + "-history", false), source);
    }

    /** All that a destination holds, as its leader knows it, which confirmed what the link wrote; else the same. */
    public static HistorySource destinationHistory(EsdbConnection connection, String name) {
        return new EsdbHistory(new Errand(connection, name + "-history", true), new OriginSource.All(null));
    }

    /**
     * The newest event of a stream of a destination; null where nothing can be read.
     *
     * @param name for the names of threads
     * @throws io.linker.error.DatabaseException if the database cannot be read
     */
    public static @Nullable RecordedEvent newest(EsdbConnection connection, String stream, String name) {
        return new EsdbDesk(new Errand(connection, name, true)).newest(stream);
    }

    /**
     * Begins a stream of a destination with an event; nothing happens where the stream is there already.
     *
     * @throws io.linker.error.DatabaseException if that is not known to be so: another attempt does no harm
     */
    public static void begin(EsdbConnection connection, String stream, NewEvent event, String name) {
        new EsdbDesk(new Errand(connection, name, true)).begin(stream, event);
    }

    /**
     * What a database holds besides events.
     *
     * @throws io.linker.error.DatabaseException if it cannot be reached
     */
    public static Inventory inventory(EsdbConnection connection, String name) {
        return new EsdbDesk(new Errand(connection, name, false)).inventory();
    }
}
