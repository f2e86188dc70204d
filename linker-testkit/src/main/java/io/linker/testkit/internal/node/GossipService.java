package io.linker.testkit.internal.node;

import com.eventstore.dbclient.proto.gossip.GossipGrpc;
import com.eventstore.dbclient.proto.gossip.GossipOuterClass.ClusterInfo;
import com.eventstore.dbclient.proto.gossip.GossipOuterClass.EndPoint;
import com.eventstore.dbclient.proto.gossip.GossipOuterClass.MemberInfo;
import com.eventstore.dbclient.proto.shared.Shared;
import io.grpc.stub.StreamObserver;
import io.linker.testkit.internal.log.Ticks;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.UUID;
import java.util.function.Supplier;

/** A cluster of one: this node, alive and leader, at the address it can be dialled at. */
final class GossipService extends GossipGrpc.GossipImplBase {
    private final UUID instanceId = UUID.randomUUID();
    private final InstantSource clock;
    private final Supplier<InetSocketAddress> address;

    GossipService(InstantSource clock, Supplier<InetSocketAddress> address) {
        this.clock = clock;
        this.address = address;
    }

    @Override
    public void read(Shared.Empty request, StreamObserver<ClusterInfo> out) {
        InetSocketAddress endPoint = address.get();
        out.onNext(ClusterInfo.newBuilder()
                .addMembers(MemberInfo.newBuilder()
                        .setInstanceId(Shared.UUID
                                .newBuilder()
                                .setStructured(Shared.UUID
                                        .Structured
                                        .newBuilder()
                                        .setMostSignificantBits(instanceId.getMostSignificantBits())
                                        .setLeastSignificantBits(instanceId.getLeastSignificantBits())))
                        .setTimeStamp(Ticks.of(clock.instant()))
                        .setState(MemberInfo.VNodeState.Leader)
                        .setIsAlive(true)
                        .setHttpEndPoint(EndPoint.newBuilder()
                                .setAddress(endPoint.getHostString())
                                .setPort(endPoint.getPort())))
                .build());
        out.onCompleted();
    }
}
