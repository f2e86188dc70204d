package io.linker;

import com.eventstore.dbclient.EventStoreDBClientSettings;
import io.linker.error.InvalidConnectionException;
import io.linker.esdb.ClientSettings;
import io.linker.esdb.ConnectionString;
import io.linker.esdb.Credentials;
import io.linker.esdb.EsdbConnection;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Says how to reach one database. Nothing is opened, resolved or read until a link starts.
 *
 * <p>Immutable: each method that changes something returns a new object. Never prints a user or password.
 */
public final class LinkerConnectionBuilder {
    private final EsdbConnection connection;

    private LinkerConnectionBuilder(EsdbConnection connection) {
        this.connection = connection;
    }

    /**
     * A connection string as the official clients take it, for example
     * {@code esdb://admin:changeit@localhost:2113?tls=false} or {@code esdb+discover://cluster.example:2113}. The schemes are
     * {@code esdb}, {@code kurrentdb}, {@code kurrent} and {@code kdb}, each also with {@code +discover}. Values may be
     * percent-encoded. Keys, case-insensitive, times in milliseconds:
     *
     * <table>
     * <caption>Keys</caption>
     * <tr><th>key</th><th>default</th><th>meaning</th></tr>
     * <tr><td>{@code tls}</td><td>true</td><td>whether the connection is encrypted</td></tr>
     * <tr><td>{@code tlsVerifyCert}</td><td>true</td><td>whether the server's certificate and name are checked</td></tr>
     * <tr><td>{@code tlsCaFile}</td><td>the JVM's</td><td>PEM file of the authorities to trust</td></tr>
     * <tr><td>{@code userCertFile}, {@code userKeyFile}</td><td>none</td><td>PEM files of the user, both or neither</td></tr>
     * <tr><td>{@code nodePreference}</td><td>leader, not insisted on</td><td>node to read from: leader, follower,
     *     readOnlyReplica, random; writes always go to the leader</td></tr>
     * <tr><td>{@code keepAliveInterval}</td><td>10000</td><td>silence before a ping, at least 10000; -1 for never</td></tr>
     * <tr><td>{@code keepAliveTimeout}</td><td>5000</td><td>how long the ping's answer may take</td></tr>
     * <tr><td>{@code gossipTimeout}</td><td>3000</td><td>how long one answer may take while connecting</td></tr>
     * <tr><td>{@code defaultDeadline}</td><td>10000</td><td>how long a read or write may take</td></tr>
     * <tr><td>{@code dnsDiscover}</td><td>false</td><td>the same as {@code +discover}</td></tr>
     * </table>
     *
     * {@code maxDiscoverAttempts}, {@code discoveryInterval} and {@code feature} are accepted and have no effect: a link decides
     * itself when to try again, and always looks names up. Unknown keys are logged.
     *
     * @param name what links call this database, in metadata, status and logs; letters, digits, {@code . _ -}
     * @throws InvalidConnectionException if the string or the name cannot be right; the message holds no secret
     */
    public static LinkerConnectionBuilder parse(String connectionString, String name) {
        return new LinkerConnectionBuilder(ConnectionString.parse(connectionString, name));
    }

    /**
     * The settings object of the official client. Host names are looked up at each connect, whether the settings hold them
     * resolved or not; its interceptors are kept.
     *
     * @param name as in {@link #parse}
     * @throws InvalidConnectionException if the name cannot be right, or there is no host
     */
    public static LinkerConnectionBuilder of(EventStoreDBClientSettings settings, String name) {
        return new LinkerConnectionBuilder(ClientSettings.read(settings, name));
    }

    /** The same database with this user instead of the one given so far. */
    public LinkerConnectionBuilder credentials(String user, String password) {
        var fixed = Optional.of(new Credentials(user, password));
        return new LinkerConnectionBuilder(connection.withCredentials(() -> fixed));
    }

    /**
     * The same database with a user that is asked for at each connect, for passwords that change.
     *
     * @param current called on a thread of the link's; empty for anonymous. If it throws, or has not answered within
     *     {@code defaultDeadline}, the attempt to connect fails, and is made again. What it throws becomes the cause of a failure,
     *     so it should hold no secret
     */
    public LinkerConnectionBuilder credentials(Supplier<Optional<Credentials>> current) {
        return new LinkerConnectionBuilder(connection.withCredentials(current));
    }

    /** What links call this database. */
    public String name() {
        return connection.name();
    }

    EsdbConnection connection() {
        return connection;
    }

    /** The name and the hosts, without user and password. */
    @Override
    public String toString() {
        return connection.toString();
    }
}
