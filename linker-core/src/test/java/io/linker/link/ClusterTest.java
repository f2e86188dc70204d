package io.linker.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.linker.LinkerService;
import io.linker.Settings;
import io.linker.status.LinkState;
import io.linker.testkit.ClusterNode;
import io.linker.testkit.EmbeddedCluster;
import io.linker.testkit.faults.Fault;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A link between two clusters that change their leaders while a writer writes. */
@Timeout(90)
class ClusterTest {
    private static final String QUICK = "&defaultDeadline=2000&gossipTimeout=1000";

    private final EmbeddedCluster origin = EmbeddedCluster.start();
    private final EmbeddedCluster destination = EmbeddedCluster.start();
    private final Pair pair = new Pair(
            origin.nodes().get(0).connectionString(), destination.nodes().get(0).connectionString());

    @AfterEach
    void close() {
        pair.close();
        origin.close();
        destination.close();
    }

    /** What a test does to a link that runs. */
    interface Trouble {
        void with(LinkerService link) throws Exception;
    }

    private void survives(Settings settings, Trouble trouble) throws Exception {
        survives(settings, "", trouble);
    }

    /** The link copies while a writer writes and leaders change; in the end everything is there, once, in order. */
    private void survives(Settings settings, String preference, Trouble trouble) throws Exception {
        String from = origin.connectionString() + QUICK + preference;
        try (LinkerService link = Pair.started(pair.link(settings, from, destination.connectionString() + QUICK))) {
            ClusterWriter writer = ClusterWriter.start(origin, pair);
            try (writer) {
                FaultTest.delivers(link, 100);
                trouble.with(link);
                FaultTest.moves(writer::confirmed, 50);
            }
            Pair.awaitCaughtUp(link);
            await().atMost(Pair.PATIENCE).until(() -> link.status().state() == LinkState.LIVE);
            assertThat(link.status().reason()).isEmpty();
            writer.heads()
                    .forEach((stream, head) ->
                            assertThat(pair.origin.ids(stream)).hasSizeGreaterThan(Math.toIntExact(head)));
        }
        pair.assertFaithful(FaultTest.rules(settings));
    }

    private static ClusterNode killLeader(EmbeddedCluster cluster) {
        ClusterNode leader = cluster.leader();
        leader.kill();
        return leader;
    }

    private static void electAnother(EmbeddedCluster cluster, ClusterNode dead) {
        cluster.elect(cluster.followers().get(0));
        dead.restart();
    }

    @Test
    void leadersOfBothEndsDieInTurn() throws Exception {
        survives(FaultTest.EXCLUSIVE, link -> {
            for (int i = 0; i < 3; i++) {
                electAnother(destination, killLeader(destination));
                FaultTest.delivers(link, 20);
                electAnother(origin, killLeader(origin));
                FaultTest.delivers(link, 20);
            }
        });
    }

    @Test
    void anElectionThatTakesItsTimeIsWaitedForAndShown() throws Exception {
        survives(FaultTest.SHARED, link -> {
            ClusterNode dead = killLeader(destination); // the others still name it
            await().atMost(Pair.PATIENCE).until(() -> link.status().state() == LinkState.RETRYING);
            destination.beginElection();
            await().atMost(Pair.PATIENCE).until(() -> link.status().reason().contains("no node to use"));
            electAnother(destination, dead);
            FaultTest.delivers(link, 20);
        });
    }

    @Test
    void whatADeadLeaderHadNotBroughtToTheOthersIsWrittenAgain() throws Exception {
        survives(FaultTest.EXCLUSIVE, link -> {
            List<Fault> held = destination.followers().stream()
                    .map(ClusterNode::holdReplication)
                    .toList();
            await().until(() -> link.status().unanswered() > 0);
            ClusterNode dead = killLeader(destination);
            held.forEach(Fault::close);
            electAnother(destination, dead);
            FaultTest.delivers(link, 20);
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aLeaderThatResignsMayBeTheNextOneOrNot(boolean again) throws Exception {
        survives(FaultTest.EXCLUSIVE, link -> {
            ClusterNode leader = destination.leader();
            Fault held = leader.holdReplication();
            await().until(() -> link.status().unanswered() > 0);
            destination.beginElection(); // what is unanswered times out, to be committed or not
            destination.elect(again ? leader : destination.nodes().get(1));
            held.close();
            FaultTest.delivers(link, 20);
        });
    }

    @Test
    void aLeaderThatIsShutDownInTwoStepsLosesNothing() throws Exception {
        survives(FaultTest.SHARED, link -> {
            for (EmbeddedCluster cluster : List.of(destination, origin)) {
                ClusterNode leaving = cluster.leader();
                Fault open = leaving.shutDown();
                FaultTest.delivers(link, 20);
                open.close();
                electAnother(cluster, leaving);
                FaultTest.delivers(link, 20);
            }
        });
    }

    @Test
    void aLeaderThatHangsIsLeftForTheNewOne() throws Exception {
        survives(FaultTest.SHARED, link -> {
            Fault hanging = destination.leader().hang();
            destination.elect(destination.nodes().get(1));
            FaultTest.delivers(link, 20);
            hanging.close();
            FaultTest.delivers(link, 20);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"leader", "follower", "random"})
    void readersGoOnWhateverNodeTheyPrefer(String preference) throws Exception {
        survives(FaultTest.SHARED, "&nodePreference=" + preference, link -> {
            electAnother(origin, killLeader(origin));
            FaultTest.delivers(link, 20);
            origin.beginElection(); // the leader resigns, its subscriptions stay
            origin.elect(origin.nodes().get(2));
            FaultTest.delivers(link, 20);
            electAnother(origin, killLeader(origin));
            FaultTest.delivers(link, 20);
        });
    }

    @Test
    void aFollowerThatIsBehindIsNoOtherDatabase() throws Exception {
        survives(FaultTest.SHARED, link -> {
            ClusterNode behind = origin.nodes().get(1);
            ClusterNode next = origin.nodes().get(2);
            Fault held = behind.holdReplication();
            FaultTest.delivers(link, 50);
            ClusterNode dead = killLeader(origin);
            next.kill();
            await().atMost(Pair.PATIENCE).until(() -> link.status().reason().contains("behind"));
            held.close();
            next.restart();
            origin.elect(next);
            dead.restart();
            FaultTest.delivers(link, 20);
        });
    }
}
