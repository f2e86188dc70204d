package io.linker.esdb;

import io.grpc.ClientInterceptor;
import io.linker.error.InvalidConnectionException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How to reach one database. Nothing is resolved, opened or read before a session connects, and everything is again at the
 * next one: addresses, certificates and credentials may change meanwhile.
 *
 * @param name what the link calls this database; letters, digits, {@code . _ -}
 * @param seeds where to ask first
 * @param discover whether the seeds are asked by gossip for the node to use; otherwise one of them is the node
 * @param tls null for plaintext
 * @param preference the node to use; null where the user said nothing
 * @param timing time-outs
 * @param credentials asked at each connect; empty for anonymous
 * @param interceptors the user's own, put on every channel
 */
public record EsdbConnection(
        String name,
        List<Endpoint> seeds,
        boolean discover,
        @Nullable Tls tls,
        @Nullable Preference preference,
        Timing timing,
        Supplier<Optional<Credentials>> credentials,
        List<ClientInterceptor> interceptors) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]+");

    /** Copies the lists and checks the name. */
    public EsdbConnection {
        if (!NAME.matcher(name).matches()) {
            throw new InvalidConnectionException(
                    "The name '" + name + "' of a database must be made of letters, digits and"
                            + " '.', '_', '-': it is written into the metadata of replicated events, separated by commas");
        }
        seeds = List.copyOf(seeds);
        interceptors = List.copyOf(interceptors);
        if (seeds.isEmpty()) {
            throw new InvalidConnectionException("The connection '" + name + "' names no host");
        }
    }

    /** Where a node listens. */
    public record Endpoint(String host, int port) {
        @Override
        public String toString() {
            return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
        }
    }

    /**
     * How the connection is secured. Files are PEM, and read at each connect.
     *
     * @param verify whether the server's certificate and name are checked at all
     * @param caFile whom to trust; null for the JVM's trust store
     * @param certFile the user's certificate, given with {@code keyFile} or not at all
     * @param keyFile the key of {@code certFile}
     */
    public record Tls(
            boolean verify,
            @Nullable Path caFile,
            @Nullable Path certFile,
            @Nullable Path keyFile) {}

    /** Which node of a cluster to use for reading. Writing always goes to the leader. */
    public enum Preference {
        LEADER,
        FOLLOWER,
        READ_ONLY_REPLICA,
        RANDOM
    }

    /**
     * Time-outs.
     *
     * @param keepAliveInterval after how much silence the node is asked for a sign of life, default 10 s, which is also the
     *     least; zero for never
     * @param keepAliveTimeout how long that sign may take, default 5 s
     * @param gossipTimeout how long one answer may take while connecting, default 3 s
     * @param deadline how long a read or a write may take, default 10 s; servers bound writes by 2 s of their own
     */
    public record Timing(
            Duration keepAliveInterval, Duration keepAliveTimeout, Duration gossipTimeout, Duration deadline) {
        /** The defaults. */
        public static final Timing DEFAULTS = new Timing(
                Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ofSeconds(3), Duration.ofSeconds(10));
    }

    /** The same database with credentials that are asked for at each connect. */
    public EsdbConnection withCredentials(Supplier<Optional<Credentials>> other) {
        return new EsdbConnection(name, seeds, discover, tls, preference, timing, other, interceptors);
    }

    /** The name and where it is, without user and password. */
    @Override
    public String toString() {
        String hosts = seeds.stream().map(Endpoint::toString).collect(Collectors.joining(","));
        return name + " (" + (discover ? "esdb+discover://" : "esdb://") + hosts + ")";
    }
}
