package io.linker.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.eventstore.dbclient.EventData;
import com.eventstore.dbclient.EventStoreDBClient;
import com.eventstore.dbclient.EventStoreDBConnectionString;
import com.eventstore.dbclient.proto.gossip.GossipOuterClass.MemberInfo;
import com.eventstore.dbclient.proto.gossip.GossipOuterClass.MemberInfo.VNodeState;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.BatchAppendResp;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.ReadResp;
import com.google.rpc.Code;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.linker.testkit.wire.Batches;
import io.linker.testkit.wire.Wire;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EmbeddedClusterTest {
    private final EmbeddedCluster cluster = EmbeddedCluster.start();
    private final ClusterNode leader = cluster.leader();
    private final ClusterNode follower = cluster.followers().get(0);
    private final ClusterNode other = cluster.followers().get(1);
    private final Deque<Wire> open = new ArrayDeque<>();

    @AfterEach
    void stop() {
        open.forEach(Wire::close);
        cluster.close();
    }

    private Wire wire(ClusterNode node) {
        Wire wire = Wire.to(node.port());
        open.add(wire);
        return wire;
    }

    @Test
    void allNodesServeWhatTheLeaderWrote() throws Exception {
        var subscription = wire(follower).subscribe("s");
        subscription.next(2);
        wire(leader).requiringLeader().append("s");
        assertThat(subscription.next().getEvent().getEvent().getStreamRevision())
                .isZero();
        for (ClusterNode node : cluster.nodes()) {
            assertThat(wire(node).count("s")).isEqualTo(1);
        }
        wire(leader).requiringLeader().tombstone("s");
        assertThatThrownBy(() -> wire(other).count("s")).hasMessageContaining("deleted");
    }

    @Test
    void positionsAreTheSameEverywhere() throws Exception {
        wire(leader).append("s");
        wire(leader).append("s");
        wire(leader).delete("s");
        List<Long> positions = positions(leader);
        assertThat(positions).hasSize(3);
        assertThat(positions(follower)).isEqualTo(positions);
        assertThat(positions(other)).isEqualTo(positions);
    }

    private List<Long> positions(ClusterNode node) throws InterruptedException {
        return wire(node).subscribeToAll(true).next(4).stream()
                .filter(ReadResp::hasEvent)
                .map(answer -> answer.getEvent().getCommitPosition())
                .toList();
    }

    @Test
    void aFollowerRefusesWithTheLeadersAddressAndForwardsWhereNoLeaderIsRequired() throws Exception {
        Wire strict = wire(follower).requiringLeader();
        assertNamesAsLeader(strict, leader);
        StatusRuntimeException end = strict.batches().send(1, "s", -1).answers().end();
        assertThat(Wire.trailer(end, "leader-endpoint-port")).isEqualTo(String.valueOf(leader.port()));
        assertThat(wire(follower).append("s")).isZero();
        assertThat(wire(leader).count("s")).isEqualTo(1);
    }

    private static void assertNamesAsLeader(Wire strict, ClusterNode leader) {
        var refusal = catchThrowableOfType(StatusRuntimeException.class, () -> strict.append("s"));
        assertThat(Wire.trailer(refusal, "exception")).isEqualTo("not-leader");
        assertThat(Wire.trailer(refusal, "leader-endpoint-port")).isEqualTo(String.valueOf(leader.port()));
    }

    @Test
    void afterTheLeadersDeathOneStepFollowsTheOther() throws Exception {
        Wire strict = wire(follower).requiringLeader();
        leader.kill();
        assertNamesAsLeader(strict, leader);
        assertThatThrownBy(() -> wire(leader).append("s")).hasMessageContaining("UNAVAILABLE");
        assertThatThrownBy(cluster::leader).hasMessageContaining("no leader");
        cluster.beginElection();
        assertThatThrownBy(() -> strict.append("s")).hasMessageContaining("Server Is Not Ready");
        assertThat(states(follower)).containsExactly(VNodeState.Unknown, VNodeState.Unknown, VNodeState.Unknown);
        cluster.elect(follower);
        assertThat(strict.append("s")).isZero();
        assertThat(states(other)).containsExactly(VNodeState.Unknown, VNodeState.Leader, VNodeState.Follower);
        leader.restart();
        assertNamesAsLeader(wire(leader).requiringLeader(), follower);
        assertThat(wire(leader).count("s")).isEqualTo(1);
        assertThat(cluster.followers()).containsExactly(leader, other);
    }

    private List<VNodeState> states(ClusterNode asked) {
        return wire(asked).gossip().getMembersList().stream()
                .map(MemberInfo::getState)
                .toList();
    }

    @Test
    void allNodesShowTheSameMembers() {
        assertThat(cluster.nodes().stream().map(node -> wire(node).gossip()).toList())
                .extracting(info -> info.getMembersList().stream()
                        .map(member -> member.getInstanceId().getStructured().getLeastSignificantBits() + ":"
                                + member.getHttpEndPoint().getPort())
                        .toList())
                .hasSize(3)
                .containsOnly(wire(leader).gossip().getMembersList().stream()
                        .map(member -> member.getInstanceId().getStructured().getLeastSignificantBits() + ":"
                                + member.getHttpEndPoint().getPort())
                        .toList());
    }

    @Test
    void whatAKilledLeaderCouldNotReplicateIsLostAndWasNeverSeen() throws Exception {
        wire(leader).append("s");
        var one = follower.holdReplication();
        var two = other.holdReplication();
        Batches batches = wire(leader).requiringLeader().batches();
        batches.send(1, "s", 0).send(2, "s", 1);
        assertThat(wire(leader).count("s")).isEqualTo(1);
        leader.kill();
        assertThat(batches.answers().end().getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        one.close();
        two.close();
        cluster.elect(follower);
        leader.restart();
        assertThat(wire(follower).requiringLeader().append("s")).isEqualTo(1);
        assertThat(wire(leader).count("s")).isEqualTo(2);
    }

    @Test
    void aWriteWaitsForAMajority() throws Exception {
        var one = follower.holdReplication();
        assertThat(wire(leader).append("s")).isZero();
        assertThat(wire(follower).count("s")).isZero();
        var both = other.holdReplication();
        var waiting = wire(leader).send("s");
        assertThat(wire(leader).count("s")).isEqualTo(1);
        both.close();
        assertThat(Wire.revision(waiting)).isEqualTo(1);
        assertThat(wire(other).count("s")).isEqualTo(2);
        assertThat(wire(follower).count("s")).isZero();
        one.close();
        assertThat(wire(follower).count("s")).isEqualTo(2);
    }

    @Test
    void aLeaderThatResignsTimesOutAndCommitsIfItIsElectedAgain() throws Exception {
        var held = leader.holdReplication();
        Batches batches = wire(leader).requiringLeader().batches();
        BatchAppendResp answer = resigned(batches.send(0, "s", -1));
        for (int number = 1; answer.getError().getCode() == Code.OK && number < 10; number++) {
            // It came while nobody led: "not ready", an error without a code, and nothing was written.
            answer = resigned(batches.send(number, "s", -1));
        }
        assertThat(answer.getError().getCode()).isEqualTo(Code.DEADLINE_EXCEEDED);
        assertThat(wire(follower).count("s")).isZero();
        held.close();
        assertThat(wire(follower).count("s")).isEqualTo(1);
    }

    /** The answer to what is under way when the leader resigns. */
    private BatchAppendResp resigned(Batches batches) throws InterruptedException {
        await().pollInterval(10, TimeUnit.MILLISECONDS).until(() -> {
            cluster.beginElection();
            boolean answered = !batches.answers().isQuiet();
            cluster.elect(leader);
            return answered;
        });
        return batches.answers().next();
    }

    @Test
    void aHangingLeaderIsShownDeadBesideTheNewOneAndComesBackAsAFollower() throws Exception {
        wire(leader).append("s");
        var hanging = leader.hang();
        cluster.elect(follower);
        assertThat(states(follower)).containsExactly(VNodeState.Leader, VNodeState.Leader, VNodeState.Follower);
        assertThat(wire(follower).gossip().getMembers(0).getIsAlive()).isFalse();
        assertThat(wire(follower).append("s")).isEqualTo(1);
        hanging.close();
        assertThat(wire(leader).count("s")).isEqualTo(2);
        assertThat(states(other)).containsExactly(VNodeState.Follower, VNodeState.Leader, VNodeState.Follower);
    }

    @Test
    void aLeaderThatHungAndWasNotReplacedGoesOn() throws Exception {
        leader.hang().close();
        assertThat(wire(leader).requiringLeader().append("s")).isZero();
    }

    @Test
    void aLeaderThatIsShutDownServesOpenCallsUntilItsEnd() throws Exception {
        Batches batches = wire(leader).requiringLeader().batches();
        batches.send(1, "s", -1).answers().next();
        var leaving = leader.shutDown();
        assertThatThrownBy(() -> wire(leader).append("s")).hasMessageContaining("UNAVAILABLE");
        assertThat(batches.send(2, "s", 0).answers().next().hasSuccess()).isTrue();
        leaving.close();
        assertThat(batches.answers().end().getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(states(follower)).containsExactly(VNodeState.ShuttingDown, VNodeState.Follower, VNodeState.Follower);
        cluster.elect(other);
        assertThat(wire(other).count("s")).isEqualTo(2);
    }

    @Test
    void theOfficialClientFindsTheLeader() throws Exception {
        var client = EventStoreDBClient.create(EventStoreDBConnectionString.parseOrThrow(follower.discoveryString()));
        try {
            var event = EventData.builderAsJson("t", "{}".getBytes(StandardCharsets.UTF_8))
                    .build();
            client.appendToStream("s", event).get(10, TimeUnit.SECONDS);
            assertThat(wire(leader).count("s")).isEqualTo(1);
        } finally {
            client.shutdown().get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void settingsThatMakeNoSenseForAClusterAreRefused() {
        assertThatThrownBy(() -> EmbeddedEventStore.builder().port(2113).startCluster())
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> {
                    leader.kill();
                    cluster.elect(leader);
                })
                .isInstanceOf(IllegalStateException.class);
    }
}
