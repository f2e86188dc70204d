package io.linker.esdb;

import com.eventstore.dbclient.proto.gossip.GossipGrpc;
import com.eventstore.dbclient.proto.serverfeatures.ServerFeaturesGrpc;
import com.eventstore.dbclient.proto.serverfeatures.Serverfeatures.SupportedMethods;
import com.eventstore.dbclient.proto.shared.Shared;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.linker.error.Failure;
import io.linker.error.Failure.Kind;
import io.linker.esdb.EsdbConnection.Endpoint;
import io.linker.esdb.EsdbConnection.Preference;
import io.linker.event.ServerInfo;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to reach a node, blocking: look up names, ask by gossip where there are several, see what the server can do.
 * Bounded by {@link #ATTEMPT} and one answer more; the name look-up and the supplier of credentials, which may block for
 * ever, are given up after the connection's deadline.
 */
final class Connector {
    private static final Duration ATTEMPT = Duration.ofSeconds(20);
    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final Metadata.Key<String> REQUIRES_LEADER =
            Metadata.Key.of("requires-leader", Metadata.ASCII_STRING_MARSHALLER);
    private static final Shared.Empty EMPTY = Shared.Empty.getDefaultInstance();

    private final EsdbConnection connection;
    private final Channels channels;
    private final EndThreads threads;
    private final boolean writes;
    private final Metadata headers;
    private final long end = System.nanoTime() + ATTEMPT.toNanos();

    /** @param writes whether a leader that takes batches is needed */
    Connector(EsdbConnection connection, Channels channels, EndThreads threads, boolean writes) throws FailedException {
        this.connection = connection;
        this.channels = channels;
        this.threads = threads;
        this.writes = writes;
        this.headers = headers();
    }

    /**
     * Finds the node.
     *
     * @param hint where another node said the leader is; tried first, and forgotten if it is not there
     */
    Node connect(Optional<Endpoint> hint) throws FailedException {
        List<Failure> failures = new ArrayList<>();
        if (hint.isPresent()) {
            @Nullable Node leader = firstOf(List.of(hint.get()), false, failures);
            if (leader != null) {
                return leader;
            }
            failures.clear();
        }
        @Nullable Node node = firstOf(connection.seeds(), connection.discover(), failures);
        if (node != null) {
            return node;
        }
        throw new FailedException(mostTelling(failures));
    }

    /** A further channel to the node found, for more throughput than one connection gives. */
    Channel another(Node node) throws FailedException {
        return withHeaders(channels.open(node.address()));
    }

    private @Nullable Node firstOf(List<Endpoint> endpoints, boolean byGossip, List<Failure> failures) {
        for (Endpoint endpoint : endpoints) {
            try {
                for (InetSocketAddress address : resolve(endpoint)) {
                    @Nullable Node node = tryAddress(address, byGossip, failures);
                    if (node != null) {
                        return node;
                    }
                }
            } catch (FailedException e) {
                failures.add(e.failure());
            }
        }
        return null;
    }

    private @Nullable Node tryAddress(InetSocketAddress address, boolean byGossip, List<Failure> failures) {
        if (!failures.isEmpty() && System.nanoTime() - end > 0) {
            return null;
        }
        try {
            return byGossip ? viaGossip(address, failures) : dial(address);
        } catch (FailedException e) {
            failures.add(e.failure());
            return null;
        }
    }

    private @Nullable Node viaGossip(InetSocketAddress seed, List<Failure> failures) throws FailedException {
        Gossip gossip;
        ManagedChannel channel = channels.open(seed);
        try {
            gossip = gossip(channel, who(seed));
        } finally {
            channels.discard(channel);
        }
        @Nullable Preference preference = connection.preference();
        List<Endpoint> candidates = writes || preference == Preference.LEADER
                ? gossip.leaders()
                : gossip.readable(preference == null ? Preference.LEADER : preference, new Random());
        if (candidates.isEmpty()) {
            throw new FailedException(new Failure(
                    Kind.NOT_READY,
                    connection.name() + " has no node to use at the moment; " + who(seed) + " says " + gossip));
        }
        return firstOf(candidates, false, failures);
    }

    private Node dial(InetSocketAddress address) throws FailedException {
        ManagedChannel channel = channels.open(address);
        try {
            String who = who(address);
            SupportedMethods features = features(channel, who);
            boolean batchAppend = features.getMethodsList().stream()
                    .anyMatch(method -> method.getServiceName().endsWith("streams.streams")
                            && method.getMethodName().equals("batchappend"));
            String version =
                    features.getEventStoreServerVersion().isEmpty() ? "unknown" : features.getEventStoreServerVersion();
            if (writes && !batchAppend) {
                throw new FailedException(new Failure(
                        Kind.UNSUPPORTED,
                        who + " runs version " + version
                                + ", which takes no batches; the oldest version a link can write to is 21.10"));
            }
            Endpoint endpoint = endpoint(address);
            Gossip gossip = gossipIfTold(channel, who);
            var info = new ServerInfo(endpoint.toString(), version, gossip.instances(), gossip.mayLag(endpoint));
            var lost = new AtomicBoolean();
            channel.notifyWhenStateChanged(ConnectivityState.READY, () -> lost.set(true));
            return new Node(address, withHeaders(channel), info, batchAppend, who, lost);
        } catch (FailedException e) {
            channels.discard(channel);
            throw e;
        }
    }

    /** A node that keeps its members to itself can be used all the same. */
    private Gossip gossipIfTold(Channel channel, String who) {
        try {
            return gossip(channel, who);
        } catch (FailedException e) {
            return Gossip.NONE;
        }
    }

    /** Servers answer anybody, unless told not to; and refuse wrong credentials even here, so none are sent unasked. */
    private Gossip gossip(Channel channel, String who) throws FailedException {
        try {
            return Gossip.of(ask(channel, GossipGrpc.getReadMethod()));
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() != Status.Code.PERMISSION_DENIED) {
                throw new FailedException(Failures.of(e, who));
            }
        }
        try {
            return Gossip.of(ask(withHeaders(channel), GossipGrpc.getReadMethod()));
        } catch (StatusRuntimeException e) {
            throw new FailedException(Failures.of(e, who));
        }
    }

    private SupportedMethods features(Channel channel, String who) throws FailedException {
        try {
            return ask(channel, ServerFeaturesGrpc.getGetSupportedMethodsMethod());
        } catch (StatusRuntimeException e) {
            var code = e.getStatus().getCode();
            if (code == Status.Code.UNIMPLEMENTED || code == Status.Code.NOT_FOUND) {
                return SupportedMethods.getDefaultInstance(); // servers before 21.6 do not know the question
            }
            throw new FailedException(Failures.of(e, who));
        }
    }

    private <T> T ask(Channel channel, MethodDescriptor<Shared.Empty, T> method) {
        var options = CallOptions.DEFAULT.withDeadlineAfter(
                connection.timing().gossipTimeout().toMillis(), TimeUnit.MILLISECONDS);
        return ClientCalls.blockingUnaryCall(channel, method, options, EMPTY);
    }

    private List<InetSocketAddress> resolve(Endpoint endpoint) throws FailedException {
        String what = "The host '" + endpoint.host() + "' of " + connection.name();
        try {
            InetAddress[] found = threads.within(deadline(), () -> InetAddress.getAllByName(endpoint.host()));
            return Arrays.stream(found)
                    .map(address -> new InetSocketAddress(address, endpoint.port()))
                    .toList();
        } catch (TimeoutException e) {
            throw new FailedException(new Failure(Kind.TIMEOUT, what + " could not be looked up: " + e.getMessage()));
        } catch (ExecutionException e) {
            throw new FailedException(new Failure(
                    Kind.UNKNOWN_HOST,
                    what + " is not known; check the name and the resolver of this machine",
                    e.getCause()));
        }
    }

    private Metadata headers() throws FailedException {
        var made = new Metadata();
        boolean leader = writes || connection.preference() == Preference.LEADER;
        made.put(REQUIRES_LEADER, Boolean.toString(leader));
        credentials().ifPresent(user -> made.put(AUTHORIZATION, user.authorization()));
        return made;
    }

    /** What the supplier throws is not quoted: nobody knows what it says. */
    private Optional<Credentials> credentials() throws FailedException {
        String what = "The supplier of credentials for " + connection.name();
        try {
            return threads.within(
                    deadline(),
                    () -> Objects.requireNonNull(connection.credentials().get()));
        } catch (TimeoutException e) {
            throw new FailedException(new Failure(Kind.TIMEOUT, what + " did not answer: " + e.getMessage()));
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            throw new FailedException(new Failure(
                    Kind.UNKNOWN, what + " failed with " + cause.getClass().getName(), cause));
        }
    }

    private Duration deadline() {
        return connection.timing().deadline();
    }

    private Channel withHeaders(Channel channel) {
        return ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
    }

    private String who(InetSocketAddress address) {
        return connection.name() + " (" + endpoint(address) + ")";
    }

    private static Endpoint endpoint(InetSocketAddress address) {
        return new Endpoint(address.getHostString(), address.getPort());
    }

    /**
     * What time may heal comes first, since it keeps the link trying; a verdict only where all agree that nothing will. And
     * what a living node said comes before the others that could not be asked.
     */
    private static Failure mostTelling(List<Failure> failures) {
        return failures.stream()
                .min(Comparator.comparing((Failure failure) -> !failure.kind().canHeal())
                        .thenComparing(failure -> failure.kind() != Kind.NOT_READY))
                .orElseGet(() -> new Failure(Kind.TIMEOUT, "No node was found in time"));
    }
}
