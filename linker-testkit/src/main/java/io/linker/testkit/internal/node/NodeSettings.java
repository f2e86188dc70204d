package io.linker.testkit.internal.node;

import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.linker.testkit.Member;
import io.linker.testkit.Users;
import io.linker.testkit.internal.log.LogOptions;
import io.linker.testkit.internal.streams.AppendLimits;
import io.linker.testkit.internal.streams.StreamsContext;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * How a node is put together.
 *
 * @param host the address to listen on
 * @param port 0 for any free one
 * @param advertised what gossip shows of the node; if empty, the address it listens on
 * @param cluster what the node shares with other members; if empty, it is alone
 * @param version what the node says it is
 * @param users who may use the node; null opens it to everybody
 * @param services further services, each built on what the node shares
 * @param transport last word on the server builder, for TLS
 */
public record NodeSettings(
        String host,
        int port,
        Optional<Member> advertised,
        Optional<ClusterPart> cluster,
        String version,
        LogOptions log,
        AppendLimits limits,
        @Nullable Users users,
        List<Function<StreamsContext, ServerServiceDefinition>> services,
        Consumer<NettyServerBuilder> transport) {

    /** The same for a member of a cluster that listens there. */
    public NodeSettings ofMember(int at, ClusterPart part) {
        return new NodeSettings(
                host, at, advertised, Optional.of(part), version, log, limits, users, services, transport);
    }
}
