package io.linker.testkit.internal.node;

import com.eventstore.dbclient.proto.gossip.GossipGrpc;
import com.eventstore.dbclient.proto.gossip.GossipOuterClass.ClusterInfo;
import com.eventstore.dbclient.proto.gossip.GossipOuterClass.EndPoint;
import com.eventstore.dbclient.proto.gossip.GossipOuterClass.MemberInfo;
import com.eventstore.dbclient.proto.shared.Shared;
import io.grpc.stub.StreamObserver;
import io.linker.testkit.Member;
import io.linker.testkit.internal.log.Ticks;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** The members of the cluster: this node alone, unless told otherwise. */
final class GossipService extends GossipGrpc.GossipImplBase {
    private final UUID instanceId;
    private final InstantSource clock;
    private final Supplier<List<Member>> members;

    /** @param instanceId what the ids of all members are made from, so the nodes of a cluster must agree on it */
    GossipService(UUID instanceId, InstantSource clock, Supplier<List<Member>> members) {
        this.instanceId = instanceId;
        this.clock = clock;
        this.members = members;
    }

    @Override
    public void read(Shared.Empty request, StreamObserver<ClusterInfo> out) {
        ClusterInfo.Builder answer = ClusterInfo.newBuilder();
        members.get().forEach(member -> answer.addMembers(describe(member)));
        out.onNext(answer.build());
        out.onCompleted();
    }

    private MemberInfo describe(Member member) {
        // one id per address: the same member keeps its id, and two members never share one
        long address = (long) member.host().hashCode() << Integer.SIZE | member.port();
        return MemberInfo.newBuilder()
                .setInstanceId(Shared.UUID
                        .newBuilder()
                        .setStructured(Shared.UUID
                                .Structured
                                .newBuilder()
                                .setMostSignificantBits(instanceId.getMostSignificantBits())
                                .setLeastSignificantBits(instanceId.getLeastSignificantBits() ^ address)))
                .setTimeStamp(Ticks.of(clock.instant()))
                .setStateValue(member.state().number())
                .setIsAlive(member.alive())
                .setHttpEndPoint(EndPoint.newBuilder().setAddress(member.host()).setPort(member.port()))
                .build();
    }
}
