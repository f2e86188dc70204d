package io.linker.testkit.internal.node;

import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.linker.testkit.internal.streams.Access;
import io.linker.testkit.internal.streams.AppendGate;
import io.linker.testkit.internal.streams.AppendLimits;
import io.linker.testkit.internal.streams.StreamsContext;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * How a node is put together.
 *
 * @param host the address to listen on, and the one told to clients
 * @param port 0 for any free one
 * @param version what the node says it is
 * @param gate wraps the way to the log; identity for a node without scripted faults
 * @param services further services, each built on what the node shares
 * @param interceptors see every call; the last one first
 * @param transport last word on the server builder, for TLS
 */
public record NodeSettings(
        String host,
        int port,
        String version,
        InstantSource clock,
        AppendLimits limits,
        Access.Policy access,
        UnaryOperator<AppendGate> gate,
        List<Function<StreamsContext, ServerServiceDefinition>> services,
        List<ServerInterceptor> interceptors,
        Consumer<NettyServerBuilder> transport) {}
