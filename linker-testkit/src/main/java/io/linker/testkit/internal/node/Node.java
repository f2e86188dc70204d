package io.linker.testkit.internal.node;

import com.eventstore.dbclient.proto.streams.StreamsGrpc;
import io.grpc.Server;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.linker.testkit.Member;
import io.linker.testkit.Users;
import io.linker.testkit.faults.Fault;
import io.linker.testkit.faults.Faults;
import io.linker.testkit.internal.access.AccessRules;
import io.linker.testkit.internal.access.Authentication;
import io.linker.testkit.internal.faults.FaultSwitches;
import io.linker.testkit.internal.log.EventLog;
import io.linker.testkit.internal.streams.Access;
import io.linker.testkit.internal.streams.Commits;
import io.linker.testkit.internal.streams.StreamsContext;
import io.linker.testkit.internal.streams.StreamsService;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** One running node: its log, its services, its server. Closing it ends open calls first and the log last. */
public final class Node implements AutoCloseable {
    private static final int MAX_INBOUND_BYTES = 16_767_216;
    private static final int MAX_HEADER_BYTES = 32_768;
    private static final int MAX_CALLS_PER_CONNECTION = 100;
    private static final int WINDOW_BYTES = 786_432;
    private static final long CLOSE_SECONDS = 5;

    private final EventLog log;
    private final NodeThreads threads;
    private final OpenCalls calls = new OpenCalls();
    private final FaultSwitches faults;
    private final Server server;
    private final Member self;

    private Node(NodeSettings settings) {
        ClusterPart cluster = settings.cluster().orElseGet(() -> alone(EventLog.open(settings.log())));
        this.log = cluster.log();
        this.threads = new NodeThreads();
        this.faults = new FaultSwitches(cluster.commits(), settings.limits());
        Users users = settings.users();
        StreamsContext context = new StreamsContext(
                log,
                cluster.commits(),
                faults.wayToLog(),
                users == null ? Access.Policy.OPEN : new AccessRules(log, users),
                faults.limits(),
                faults.subscriptions(),
                threads.pumps(),
                threads.timer());
        List<ServerServiceDefinition> services = new ArrayList<>();
        services.add(new StreamsService(context).definition());
        settings.services().forEach(service -> services.add(service.apply(context)));
        services.add(new GossipService(cluster.instances(), settings.log().clock(), () -> members(cluster.members()))
                .bindService());
        services.add(new FeaturesService(settings.version(), () -> descriptors(services)).bindService());
        this.server = start(settings, services);
        this.self = settings.advertised()
                .orElseGet(() -> Member.leader(settings.host(), address().getPort()));
    }

    private ClusterPart alone(EventLog own) {
        return new ClusterPart(own, Commits.to(own), () -> List.of(self), UUID.randomUUID());
    }

    private List<Member> members(Supplier<List<Member>> real) {
        List<Member> scripted = faults.members().get();
        return scripted.isEmpty() ? real.get() : scripted;
    }

    /** Starts a node; it serves when this returns. */
    public static Node start(NodeSettings settings) {
        return new Node(settings);
    }

    private Server start(NodeSettings settings, List<ServerServiceDefinition> services) {
        NettyServerBuilder builder = NettyServerBuilder.forAddress(
                        new InetSocketAddress(settings.host(), settings.port()))
                .directExecutor()
                .maxInboundMessageSize(MAX_INBOUND_BYTES)
                .maxInboundMetadataSize(MAX_HEADER_BYTES)
                .maxConcurrentCallsPerConnection(MAX_CALLS_PER_CONNECTION)
                .flowControlWindow(WINDOW_BYTES)
                // Clients ping every 10 s; the default of five minutes would end their connections as abusive.
                .permitKeepAliveTime(1, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true);
        for (ServerServiceDefinition service : services) {
            boolean streams = service.getServiceDescriptor().getName().equals(StreamsGrpc.SERVICE_NAME);
            builder.addService(streams ? service : ServerInterceptors.intercept(service, new MessageLimit()));
        }
        // The last one added is the first to see a call.
        if (settings.users() != null) {
            builder.intercept(new Authentication(settings.users()));
        }
        builder.intercept(faults.interceptor());
        builder.intercept(calls);
        faults.transport().serve(builder);
        settings.transport().accept(builder);
        try {
            return builder.build().start();
        } catch (IOException e) {
            threads.close();
            faults.transport().close();
            throw new UncheckedIOException("cannot listen on " + settings.host() + ":" + settings.port(), e);
        }
    }

    private static List<ServiceDescriptor> descriptors(List<ServerServiceDefinition> services) {
        return services.stream()
                .map(ServerServiceDefinition::getServiceDescriptor)
                .toList();
    }

    /** Where the node listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) server.getListenSockets().get(0);
    }

    /** The log behind the node. */
    public EventLog log() {
        return log;
    }

    /** Where clients are told to go. */
    public Member self() {
        return self;
    }

    /** What can go wrong with the node. */
    public Faults faults() {
        return new Faults(faults, this::shutDown);
    }

    /** Stops listening and tells clients to go away; open calls are served until the fault is closed. */
    private Fault shutDown() {
        server.shutdown();
        return faults.transport()::closeAll;
    }

    /** Ends as a killed process does: connections break, and what is under way is never answered. */
    public void kill() {
        faults.transport().cutAll();
        close();
    }

    /** Ends open calls with UNAVAILABLE and stops; bounded by a few seconds. Doing it twice does no harm. */
    @Override
    public void close() {
        faults.transport().wake();
        server.shutdown();
        calls.endAll();
        try {
            if (!server.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                server.shutdownNow();
            }
        } catch (InterruptedException e) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
        threads.close();
        faults.transport().close();
        log.close();
    }
}
