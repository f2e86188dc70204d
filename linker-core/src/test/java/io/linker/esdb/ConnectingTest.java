package io.linker.esdb;

import static io.linker.esdb.HeardAtDestination.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.eventstore.dbclient.proto.serverfeatures.ServerFeaturesGrpc.ServerFeaturesImplBase;
import com.eventstore.dbclient.proto.serverfeatures.Serverfeatures.SupportedMethod;
import com.eventstore.dbclient.proto.serverfeatures.Serverfeatures.SupportedMethods;
import com.eventstore.dbclient.proto.shared.Shared;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.linker.error.Failure.Kind;
import io.linker.esdb.HeardAtOrigin.Answered;
import io.linker.esdb.HeardAtOrigin.Connected;
import io.linker.esdb.HeardAtOrigin.Ended;
import io.linker.event.NewEvent;
import io.linker.origin.Origin;
import io.linker.origin.OriginRead;
import io.linker.origin.OriginSource;
import io.linker.testkit.EmbeddedEventStore;
import io.linker.testkit.Member;
import io.linker.testkit.Users;
import io.linker.write.Destination;
import io.linker.write.ReadAnswer;
import io.linker.write.ReadRequest;
import io.linker.write.WriteAnswer;
import io.linker.write.WriteRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectingTest {
    private static final String HOST = "127.0.0.1";

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final HeardAtDestination heard = new HeardAtDestination();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
    }

    @Test
    void seedsAreAskedInTurnUntilOneKnowsALivingLeader() {
        EmbeddedEventStore leader = node();
        EmbeddedEventStore lost = node();
        lost.faults().gossip(Member.follower(HOST, lost.port()));
        String seeds =
                HOST + ":" + Sockets.deadPort() + "," + HOST + ":" + lost.port() + "," + HOST + ":" + leader.port();
        assertThat(connected("esdb://" + seeds + "?tls=false")).isEqualTo(HOST + ":" + leader.port());
    }

    @Test
    void ofTwoLeadersTheLivingOneIsTaken() {
        EmbeddedEventStore leader = node();
        EmbeddedEventStore seed = node();
        seed.faults()
                .gossip(
                        Member.leader(HOST, Sockets.deadPort()).dead(),
                        Member.leader(HOST, leader.port()),
                        Member.follower(HOST, seed.port()));
        assertThat(connected("esdb+discover://" + HOST + ":" + seed.port() + "?tls=false"))
                .isEqualTo(HOST + ":" + leader.port());
    }

    @Test
    void aClusterWithoutALeaderIsNotReady() {
        EmbeddedEventStore seed = node();
        seed.faults()
                .gossip(
                        Member.follower(HOST, seed.port()),
                        Member.leader(HOST, 1).dead());
        var ended = failed("esdb+discover://" + HOST + ":" + seed.port() + "?tls=false");
        assertThat(ended.why().kind()).isEqualTo(Kind.NOT_READY);
        assertThat(ended.why().message()).contains("db-1", "Follower");
    }

    @Test
    void readersGoWhereTheyPreferAndElsewhereIfTheyMust() {
        EmbeddedEventStore leader = node();
        EmbeddedEventStore follower = node();
        leader.faults().gossip(Member.leader(HOST, leader.port()), Member.follower(HOST, follower.port()));
        String seed = "esdb+discover://" + HOST + ":" + leader.port() + "?tls=false";
        assertThat(reading(seed)).isEqualTo(HOST + ":" + leader.port());
        assertThat(reading(seed + "&nodePreference=follower")).isEqualTo(HOST + ":" + follower.port());
        assertThat(reading(seed + "&nodePreference=readOnlyReplica"))
                .isIn(HOST + ":" + leader.port(), HOST + ":" + follower.port());
        follower.close();
        assertThat(reading(seed + "&nodePreference=follower")).isEqualTo(HOST + ":" + leader.port());
    }

    @Test
    void afterANodeThatIsNotTheLeaderTheOneItNamesIsTried() {
        EmbeddedEventStore leader = node();
        EmbeddedEventStore follower = node();
        follower.faults().followerOf(HOST, leader.port());
        Destination destination = destination(follower.connectionString());
        destination.connect(1, heard);
        assertThat(next(heard.connected).endpoint()).isEqualTo(HOST + ":" + follower.port());
        destination.write(1, append());
        assertThat(next(heard.ended).why().kind()).isEqualTo(Kind.NOT_LEADER);
        assertThat(heard.written).isEmpty();
        destination.connect(2, heard);
        assertThat(next(heard.connected).endpoint()).isEqualTo(HOST + ":" + leader.port());
    }

    @Test
    void theConnectionOfARefusedBatchCallIsNotUsedAgain() {
        EmbeddedEventStore node = node();
        node.faults().appends().next(1).refuseAsFollowerAndSpoilConnection(HOST, node.port());
        Destination destination = destination(node.connectionString());
        destination.connect(1, heard);
        next(heard.connected);
        destination.write(1, append());
        assertThat(next(heard.ended).why().kind()).isEqualTo(Kind.NOT_LEADER);
        destination.connect(2, heard);
        next(heard.connected);
        destination.write(2, append());
        assertThat(next(heard.written).answer()).isInstanceOf(WriteAnswer.Success.class);
    }

    @Test
    void aHintThatLeadsToADeadNodeIsForgotten() {
        EmbeddedEventStore follower = node();
        var fault = follower.faults().followerOf(HOST, Sockets.deadPort());
        Destination destination = destination(follower.connectionString());
        destination.connect(1, heard);
        next(heard.connected);
        destination.read(1, new ReadRequest("order-1", Long.MAX_VALUE, 1));
        assertThat(next(heard.reads).answer()).isInstanceOf(ReadAnswer.Failed.class);
        assertThat(next(heard.ended).why().kind()).isEqualTo(Kind.NOT_LEADER);
        fault.close();
        destination.connect(2, heard);
        assertThat(next(heard.connected).endpoint()).isEqualTo(HOST + ":" + follower.port());
    }

    @Test
    void twoNamesOfOneNodeShowTheSameInstance() {
        EmbeddedEventStore node = node();
        Destination one = destination(node.connectionString());
        one.connect(1, heard);
        var first = next(heard.connected);
        Destination other = destination("esdb://localhost:" + node.port() + "?tls=false");
        other.connect(1, heard);
        var second = next(heard.connected);
        assertThat(first.instances()).isNotEmpty().isEqualTo(second.instances());
        assertThat(first.version()).isEqualTo("24.10.14");
    }

    @Test
    void aNameThatDoesNotResolveIsNamed() {
        var ended = failed("esdb://no-such-host.invalid:2113?tls=false");
        assertThat(ended.why().kind()).isEqualTo(Kind.UNKNOWN_HOST);
        assertThat(ended.why().message()).contains("no-such-host.invalid", "db-1");
    }

    @Test
    void aServerWithoutBatchesIsRefusedWithItsVersionAndTheOldestThatWorks() throws Exception {
        var old = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .addService(new ServerFeaturesImplBase() {
                    @Override
                    public void getSupportedMethods(Shared.Empty request, StreamObserver<SupportedMethods> answer) {
                        answer.onNext(SupportedMethods.newBuilder()
                                .setEventStoreServerVersion("21.6.0")
                                .addMethods(SupportedMethod.newBuilder()
                                        .setServiceName("event_store.client.streams.streams")
                                        .setMethodName("append"))
                                .build());
                        answer.onCompleted();
                    }
                })
                .build()
                .start();
        open.push(old::shutdownNow);
        var ended = failed("esdb://" + HOST + ":" + old.getPort() + "?tls=false");
        assertThat(ended.why().kind()).isEqualTo(Kind.UNSUPPORTED);
        assertThat(ended.why().message()).contains("21.6.0", "21.10");
    }

    @Test
    void aNodeThatHangsFailsTheAttemptInTime() {
        EmbeddedEventStore node = node();
        open.push(node.faults().hang());
        var ended = failed(node.connectionString() + "&gossipTimeout=300");
        assertThat(ended.why().kind()).isEqualTo(Kind.TIMEOUT);
    }

    @Test
    void refusedCredentialsConnectAndAreToldByTheFirstCall() {
        EmbeddedEventStore node = secured();
        Destination destination = destination(as(node, "admin:wrong"));
        destination.connect(1, heard);
        assertThat(next(heard.ended).why().kind()).isEqualTo(Kind.AUTHENTICATION);
    }

    @Test
    void credentialsAreAskedForAtEachConnect() {
        EmbeddedEventStore node = secured();
        var current = new AtomicReference<>(Optional.of(new Credentials("admin", "wrong")));
        EsdbConnection connection = ConnectionString.parse(node.connectionString(), "db-1")
                .withCredentials(() -> Objects.requireNonNull(current.get()));
        Destination destination = EsdbLink.destination(connection, 1, "test");
        open.push(destination);
        destination.connect(1, heard);
        assertThat(next(heard.ended).why().kind()).isEqualTo(Kind.AUTHENTICATION);
        current.set(Optional.of(new Credentials("admin", "changeit")));
        heard.connected.clear();
        destination.connect(2, heard);
        next(heard.connected);
        destination.read(1, new ReadRequest("order-1", Long.MAX_VALUE, 1));
        assertThat(next(heard.reads).answer()).isEqualTo(new ReadAnswer.NotFound());
    }

    @Test
    void aUserWhoMayNotReadAllIsToldWhatMayBeReadInstead() {
        EmbeddedEventStore node = secured();
        var origin = new HeardAtOrigin();
        Origin reader = origin(as(node, "clerk:secret"));
        reader.connect(1, origin);
        origin.next(Connected.class);
        reader.read(1, new OriginRead.Head());
        var failed = (OriginRead.Answer.Failed) origin.next(Answered.class).answer();
        assertThat(failed.failure().kind()).isEqualTo(Kind.ACCESS_DENIED);
        assertThat(failed.failure().message()).contains("$all", "administrator", "streams or a category");
        reader.subscribe(new OriginSource.All(null).start());
        reader.request(1);
        Ended ended = origin.next(Ended.class);
        assertThat(ended.why().kind()).isEqualTo(Kind.ACCESS_DENIED);
        assertThat(ended.why().message()).contains("$all", "administrator", "streams or a category");
        assertThat(ended.why().message()).doesNotContain("secret");
    }

    @Test
    void aSessionThatIsGivenUpWhileConnectingIsSilent() {
        EmbeddedEventStore node = node();
        var hanging = node.faults().hang();
        Destination destination = destination(node.connectionString());
        destination.connect(1, heard);
        destination.disconnect();
        hanging.close();
        destination.connect(2, heard);
        next(heard.connected);
        assertThat(heard.ended).isEmpty();
    }

    @Test
    void allThreadsAreGoneAfterClose() {
        EmbeddedEventStore node = node();
        Destination destination =
                EsdbLink.destination(ConnectionString.parse(node.connectionString(), "db-1"), 2, "short-lived");
        destination.connect(1, heard);
        next(heard.connected);
        destination.close(Duration.ofSeconds(5));
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("short-lived")));
        destination.close(Duration.ofSeconds(1));
    }

    private EmbeddedEventStore node() {
        EmbeddedEventStore node = EmbeddedEventStore.start();
        open.add(node);
        return node;
    }

    private EmbeddedEventStore secured() {
        EmbeddedEventStore node = EmbeddedEventStore.builder()
                .users(Users.defaults().add("clerk", "secret"))
                .start();
        open.add(node);
        return node;
    }

    private static String as(EmbeddedEventStore node, String user) {
        return node.connectionString().replace("esdb://", "esdb://" + user + "@");
    }

    private Destination destination(String connectionString) {
        Destination destination = EsdbLink.destination(ConnectionString.parse(connectionString, "db-1"), 1, "test");
        open.push(destination);
        return destination;
    }

    private Origin origin(String connectionString) {
        Origin origin = EsdbLink.origin(
                ConnectionString.parse(connectionString, "db-1"), new OriginSource.All(null), Runnable::run, "test");
        open.push(origin);
        return origin;
    }

    private String connected(String connectionString) {
        destination(connectionString).connect(1, heard);
        return next(heard.connected).endpoint();
    }

    private HeardAtDestination.Ended failed(String connectionString) {
        destination(connectionString).connect(1, heard);
        return next(heard.ended);
    }

    private String reading(String connectionString) {
        var origin = new HeardAtOrigin();
        origin(connectionString).connect(1, origin);
        return origin.next(Connected.class).server().endpoint();
    }

    private static WriteRequest append() {
        var event = new NewEvent(UUID.randomUUID(), "test", false, new byte[0], new byte[0]);
        return new WriteRequest.Append("order-1", -1, List.of(event));
    }
}
