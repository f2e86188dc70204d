package io.linker.testkit.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.eventstore.dbclient.EventStoreDBClient;
import com.eventstore.dbclient.EventStoreDBClientSettings;
import com.eventstore.dbclient.ReadStreamOptions;
import com.eventstore.dbclient.proto.gossip.GossipOuterClass.MemberInfo;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.ReadResp;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.linker.testkit.EmbeddedEventStore;
import io.linker.testkit.Member;
import io.linker.testkit.wire.Batches;
import io.linker.testkit.wire.Wire;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class NodeFaultsTest {
    private EmbeddedEventStore node;
    private Wire wire;

    @BeforeEach
    void start() {
        node = EmbeddedEventStore.start();
        wire = Wire.to(node);
    }

    @AfterEach
    void stop() {
        wire.close();
        node.close();
    }

    @Test
    void aNodeInAnElectionRefusesWritesAndWhateverRequiresALeader() throws Exception {
        wire.append("s");
        var subscription = wire.subscribe("s");
        subscription.next(3);
        Batches batches = wire.batches();
        try (CountedFault election = node.faults().notReady()) {
            assertNotReady(() -> wire.append("s"));
            assertNotReady(() -> wire.requiringLeader().count("s"));
            assertNotReady(() -> wire.requiringLeader().delete("s"));
            assertThat(batches.send(1, "s", 0).answers().next().getError().getMessage())
                    .isEqualTo("Server Is Not Ready");
            assertThat(wire.count("s")).isEqualTo(1);
            assertThat(wire.requiringLeader().version()).isNotEmpty();
            assertThat(election.times()).isEqualTo(4);
        }
        assertThat(wire.requiringLeader().append("s")).isEqualTo(1);
        assertThat(batches.send(2, "s", 1).answers().next().hasSuccess()).isTrue();
        assertThat(subscription.next(2)).allMatch(ReadResp::hasEvent);
    }

    @Test
    void aFollowerRefusesWhatRequiresALeaderAndServesTheRest() throws Exception {
        wire.append("s");
        Wire strict = wire.requiringLeader();
        try (CountedFault follower = node.faults().followerOf("10.0.0.9", 2113)) {
            assertNotLeader(failureOf(() -> strict.append("s")));
            assertNotLeader(failureOf(() -> strict.delete("s")));
            assertNotLeader(failureOf(() -> strict.count("s")));
            assertNotLeader(strict.subscribe("s").end());
            assertNotLeader(strict.batches().send(1, "s", 0).answers().end());
            assertThat(strict.subscribeToAll(false).next().hasConfirmation()).isTrue();
            assertThat(wire.append("s")).isEqualTo(1);
            assertThat(wire.count("s")).isEqualTo(2);
            assertThat(follower.times()).isEqualTo(5);
        }
        assertThat(strict.append("s")).isEqualTo(2);
    }

    @Test
    void aHangingNodeAnswersNothingAndThenEverything() throws Exception {
        wire.append("s");
        Fault hanging = node.faults().hang();
        try (Wire late = Wire.to(node)) {
            var pending = wire.send("s");
            var subscription = late.subscribe("s");
            try (var socket = new Socket(InetAddress.getLoopbackAddress(), node.port())) {
                assertThat(socket.isConnected()).isTrue();
            }
            assertThat(pending.isQuiet()).isTrue();
            assertThat(subscription.isQuiet()).isTrue();
            hanging.close();
            assertThat(Wire.revision(pending)).isEqualTo(1);
            assertThat(subscription.next().hasConfirmation()).isTrue();
        }
    }

    @Test
    void aNodeThatHangsCanBeClosed() {
        var unused = node.faults().hang();
        node.close();
        assertThat(failureOf(() -> wire.append("s")).getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    }

    @Test
    void connectionsAreCutAndNewOnesServed() throws Exception {
        var subscription = wire.subscribe("s");
        subscription.next(2);
        node.faults().cutConnections();
        assertThat(subscription.end().getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(wire.append("s")).isZero();
    }

    @Test
    void aNodeGoesDownInTwoSteps() throws Exception {
        Batches batches = wire.batches();
        batches.send(1, "s", -1).answers().next();
        var subscription = wire.subscribe("s");
        subscription.next(3);

        Fault goingDown = node.faults().shutDown();
        await().until(() -> {
            StatusRuntimeException refused = failureOf(wire::version);
            return refused != null && refused.getStatus().getCode() == Status.Code.UNAVAILABLE;
        });
        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), node.port()))
                .isInstanceOf(ConnectException.class);
        assertThat(batches.send(2, "s", 0).answers().next().hasSuccess()).isTrue();
        assertThat(subscription.next().hasEvent()).isTrue();

        goingDown.close();
        for (StatusRuntimeException end :
                new StatusRuntimeException[] {batches.answers().end(), subscription.end()}) {
            assertThat(end.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(end.getStatus().getDescription()).contains("GOAWAY");
        }
    }

    @Test
    void aHalfClosedBatchCallEndsTooEarlyWhenOrdered() throws Exception {
        CountedFault held = node.faults().appends().holdAnswers();
        try (Fault hasty = node.faults().endBatchCallsAfterHalfClose()) {
            assertThat(hasty).isNotNull();
            Batches batches = wire.batches().send(1, "s", -1).send(2, "s", 0);
            batches.halfClose();
            await().until(() -> held.times() == 2);
            assertThat(batches.answers().isQuiet()).isTrue();
            held.close();
            assertThat(batches.answers().end().getStatus().getCode()).isEqualTo(Status.Code.OK);
            assertThat(Batches.number(batches.answers().next())).isEqualTo(1);
        }
        Batches sane = wire.batches().send(1, "s", 1).send(2, "s", 2).halfClose();
        assertThat(sane.answers().end().getStatus().getCode()).isEqualTo(Status.Code.OK);
        assertThat(sane.answers().next(2)).hasSize(2);
    }

    @Test
    void theLimitOfAWriteCanBeSmallAndCountDataOnly() throws Exception {
        try (Fault small = node.faults().limitAppendsTo(100)) {
            assertThat(small).isNotNull();
            var failure = failureOf(() -> append(1, 100));
            assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
            assertThat(Wire.trailer(failure, "maximum-append-size")).isEqualTo("100");
            try (Fault likeOldServers = node.faults().countDataOnly()) {
                assertThat(likeOldServers).isNotNull();
                append(100, 1000);
                assertThat(failureOf(() -> append(101, 0))).isNotNull();
            }
        }
        append(1, 100);
    }

    private void append(int dataBytes, int metadataBytes) throws InterruptedException {
        wire.append("s", "t", "d".repeat(dataBytes), "m".repeat(metadataBytes), Wire.newId());
    }

    @Test
    void aForgottenIdIsWrittenASecondTime() throws Exception {
        var id = Wire.newId();
        assertThat(wire.append("s", "t", "{}", "", id)).isZero();
        assertThat(wire.append("s", "t", "{}", "", id)).isZero();
        node.forgetIds();
        assertThat(wire.append("s", "t", "{}", "", id)).isEqualTo(1);
    }

    @Test
    void gossipShowsTheClusterThatTheTestWants() {
        assertThat(wire.gossip().getMembersList()).singleElement().satisfies(self -> {
            assertThat(self.getState()).isEqualTo(MemberInfo.VNodeState.Leader);
            assertThat(self.getHttpEndPoint().getPort()).isEqualTo(node.port());
        });
        Fault scripted = node.faults()
                .gossip(
                        Member.leader("10.0.0.1", 2113).dead(),
                        Member.leader("10.0.0.2", 2113),
                        new Member("10.0.0.3", 2113, Member.State.READ_ONLY_REPLICA, true));
        var members = wire.gossip().getMembersList();
        assertThat(members)
                .extracting(MemberInfo::getState, MemberInfo::getIsAlive)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(MemberInfo.VNodeState.Leader, false),
                        org.assertj.core.groups.Tuple.tuple(MemberInfo.VNodeState.Leader, true),
                        org.assertj.core.groups.Tuple.tuple(MemberInfo.VNodeState.ReadOnlyReplica, true));
        assertThat(members).extracting(MemberInfo::getInstanceId).doesNotHaveDuplicates();
        scripted.close();
        assertThat(wire.gossip().getMembersCount()).isEqualTo(1);
    }

    @Test
    void theOfficialClientFindsTheLivingLeaderByGossip() throws Exception {
        try (EmbeddedEventStore leader = EmbeddedEventStore.start();
                Wire there = Wire.to(leader)) {
            there.append("s");
            for (EmbeddedEventStore any : new EmbeddedEventStore[] {node, leader}) {
                var unused = any.faults()
                        .gossip(
                                Member.leader("127.0.0.1", node.port()).dead(),
                                Member.leader("127.0.0.1", leader.port()));
            }
            var settings = EventStoreDBClientSettings.builder()
                    .addHost("127.0.0.1", node.port())
                    .dnsDiscover(true)
                    .tls(false)
                    .buildConnectionSettings();
            EventStoreDBClient client = EventStoreDBClient.create(settings);
            try {
                assertThat(client.readStream("s", ReadStreamOptions.get())
                                .get(10, TimeUnit.SECONDS)
                                .getEvents())
                        .hasSize(1);
            } finally {
                client.shutdown().get(10, TimeUnit.SECONDS);
            }
        }
    }

    private static void assertNotReady(ThrowingCallable call) {
        Status status = failureOf(call).getStatus();
        assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(status.getDescription()).isEqualTo("Server Is Not Ready");
    }

    private static void assertNotLeader(StatusRuntimeException failure) {
        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(Wire.trailer(failure, "exception")).isEqualTo("not-leader");
        assertThat(Wire.trailer(failure, "leader-endpoint-port")).isEqualTo("2113");
    }

    private static StatusRuntimeException failureOf(ThrowingCallable call) {
        return catchThrowableOfType(StatusRuntimeException.class, call);
    }
}
