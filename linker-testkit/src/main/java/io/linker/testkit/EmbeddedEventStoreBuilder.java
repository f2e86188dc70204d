package io.linker.testkit;

import io.grpc.ServerServiceDefinition;
import io.linker.testkit.internal.access.GroupAccessRules;
import io.linker.testkit.internal.groups.GroupAccess;
import io.linker.testkit.internal.groups.GroupLoop;
import io.linker.testkit.internal.log.LogOptions;
import io.linker.testkit.internal.node.Node;
import io.linker.testkit.internal.node.NodeSettings;
import io.linker.testkit.internal.streams.AppendLimits;
import io.linker.testkit.internal.streams.StreamsContext;
import io.linker.testkit.internal.tls.ServerTls;
import java.nio.file.Path;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Settings of an {@link EmbeddedEventStore}. Not thread-safe; may be used for several nodes. */
public final class EmbeddedEventStoreBuilder {
    private static final int MAX_PORT = 65_535;

    private int port;
    private InstantSource clock = Clock.systemUTC();
    private boolean projections;
    private Optional<LogOptions.Storage> storage = Optional.empty();
    private AppendLimits limits = AppendLimits.DEFAULTS;
    private Optional<Member> advertised = Optional.empty();
    private @Nullable Users users;
    private ServerTls tls = ServerTls.OFF;

    EmbeddedEventStoreBuilder() {}

    /**
     * The port to listen on; default 0, which takes any free one.
     *
     * @throws IllegalArgumentException for a number that is no port
     */
    public EmbeddedEventStoreBuilder port(int value) {
        if (value < 0 || value > MAX_PORT) {
            throw new IllegalArgumentException("not a port: " + value);
        }
        port = value;
        return this;
    }

    /** The clock that stamps events and that {@code $maxAge} goes by; default the system's. */
    public EmbeddedEventStoreBuilder clock(InstantSource value) {
        clock = Objects.requireNonNull(value);
        return this;
    }

    /**
     * Keeps the events in that directory, which is created when it is not there: what was answered survives the end of
     * the process, a power failure it need not survive. The heap holds about ten bytes per event, and two per stream
     * and character. By default everything is in memory and ends with the node.
     */
    public EmbeddedEventStoreBuilder directory(Path value) {
        return storedIn(value, false);
    }

    /** Keeps the events in that directory, and waits for the disk at each write: slow, but power may fail. */
    public EmbeddedEventStoreBuilder syncedDirectory(Path value) {
        return storedIn(value, true);
    }

    private EmbeddedEventStoreBuilder storedIn(Path directory, boolean sync) {
        storage = Optional.of(new LogOptions.Storage(Objects.requireNonNull(directory), sync));
        return this;
    }

    /**
     * Emulates the standard projections by category and by event type: each event gets its links in {@code $ce-} and
     * {@code $et-} streams, right after the write. They show up in {@code $all} too. Off by default, as on a server.
     */
    public EmbeddedEventStoreBuilder standardProjections(boolean on) {
        projections = on;
        return this;
    }

    /**
     * The most bytes one append may hold: data, metadata and two per character of the type; default 1,048,576.
     *
     * @throws IllegalArgumentException below 1
     */
    public EmbeddedEventStoreBuilder maxAppendSize(int bytes) {
        limits = limits.withMaxAppend(positive(bytes));
        return this;
    }

    /**
     * The most bytes one event may hold, counted likewise; default unlimited.
     *
     * @throws IllegalArgumentException below 1
     */
    public EmbeddedEventStoreBuilder maxEventSize(int bytes) {
        limits = limits.withMaxEvent(positive(bytes));
        return this;
    }

    /**
     * The address that gossip and {@link EmbeddedEventStore#connectionString()} name, that of a proxy for instance;
     * default the one the node listens on.
     */
    public EmbeddedEventStoreBuilder advertise(String host, int advertisedPort) {
        advertised = Optional.of(Member.leader(host, advertisedPort));
        return this;
    }

    /** Switches access control on; default off: everybody may do everything, and any credentials are accepted. */
    public EmbeddedEventStoreBuilder users(Users value) {
        users = Objects.requireNonNull(value);
        return this;
    }

    /**
     * Switches TLS on, with the server certificate of these; default plaintext. A client may show a certificate of the
     * same authority: with {@link #users} it then is the user that the certificate names.
     */
    public EmbeddedEventStoreBuilder tls(Certificates certificates) {
        return tls(certificates, certificates.server());
    }

    /** Switches TLS on with another server certificate, an expired one for instance. */
    public EmbeddedEventStoreBuilder tls(Certificates certificates, Certificates.Issued server) {
        tls = ServerTls.with(certificates.authority(), server);
        return this;
    }

    private static int positive(int bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("not a size: " + bytes);
        }
        return bytes;
    }

    /**
     * Starts the node; it serves when this returns.
     *
     * @throws java.io.UncheckedIOException if the port is taken, or the directory cannot be used
     * @throws IllegalStateException if another node has the directory open, or it holds something else
     */
    public EmbeddedEventStore start() {
        return new EmbeddedEventStore(Node.start(settings(List.of(this::groups))), tls);
    }

    /**
     * Starts a cluster of three nodes with these settings. Everything is in memory.
     *
     * @throws IllegalStateException if a port, a directory or an advertised address was given
     */
    public EmbeddedCluster startCluster() {
        if (port != 0 || storage.isPresent() || advertised.isPresent()) {
            throw new IllegalStateException(
                    "the nodes of a cluster have no port, directory or address of the user's choice");
        }
        NodeSettings common = settings(List.of());
        return new EmbeddedCluster(common.log(), tls, (at, part) -> Node.start(common.ofMember(at, part)));
    }

    private NodeSettings settings(List<Function<StreamsContext, ServerServiceDefinition>> services) {
        return new NodeSettings(
                "127.0.0.1",
                port,
                advertised,
                Optional.empty(),
                "24.10.14",
                new LogOptions(clock, projections, storage),
                limits,
                users,
                services,
                tls.settings());
    }

    private ServerServiceDefinition groups(StreamsContext context) {
        GroupAccess.Policy access = users == null ? GroupAccess.Policy.open() : new GroupAccessRules(context.access());
        return new GroupLoop(context.log(), clock, access, context.pumps(), context.timer()).definition();
    }
}
