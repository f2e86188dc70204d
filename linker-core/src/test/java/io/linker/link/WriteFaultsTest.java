package io.linker.link;

import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.linker.Settings;
import io.linker.status.LinkState;
import io.linker.testkit.faults.AppendFaults;
import io.linker.testkit.faults.CountedFault;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever becomes of a write or its answer, every event is at the destination once and in order. */
class WriteFaultsTest extends FaultTest {
    private record Ordered(int writes, Function<AppendFaults, CountedFault> fault) {}

    static Stream<Arguments> faults() {
        return Stream.of(
                        Named.of("committed but timed out", ordered(3, AppendFaults::commitButTimeOut)),
                        Named.of("timed out without a commit", ordered(3, AppendFaults::timeOut)),
                        Named.of("committed and cut", ordered(1, AppendFaults::commitButCut)),
                        Named.of("cut without a commit", ordered(1, AppendFaults::cut)),
                        Named.of("committed and never answered", ordered(1, AppendFaults::commitButNeverAnswer)),
                        Named.of("neither committed nor answered", ordered(1, AppendFaults::neverAnswer)),
                        Named.of("not ready", ordered(20, AppendFaults::refuseAsNotReady)),
                        Named.of("disk full", ordered(3, AppendFaults::refuseAsDiskFull)),
                        Named.of("answered in reverse", ordered(200, faults -> faults.answerInReverse(3))),
                        Named.of("call ended", ordered(2, faults -> faults.failCall(Status.UNAVAILABLE))),
                        Named.of("call ended as unknown", ordered(2, faults -> faults.failCall(Status.UNKNOWN))))
                .flatMap(WriteFaultsTest::withSettings);
    }

    /** Both kinds of destinations, but one in turn where a fault takes seconds to be noticed. */
    private static Stream<Arguments> withSettings(Named<Ordered> fault) {
        Arguments shared = Arguments.of(fault, Named.of("shared", SHARED));
        Arguments exclusive = Arguments.of(fault, Named.of("exclusive", EXCLUSIVE));
        return switch (fault.getName()) {
            case "neither committed nor answered" -> Stream.of(shared);
            case "committed and never answered" -> Stream.of(exclusive);
            default -> Stream.of(shared, exclusive);
        };
    }

    private static Ordered ordered(int writes, Function<AppendFaults, CountedFault> fault) {
        return new Ordered(writes, fault);
    }

    @ParameterizedTest
    @MethodSource("faults")
    void doNoHarm(Ordered ordered, Settings settings) throws Exception {
        survives(settings, link -> {
            var writes = destinationNode.faults().appends().to(stream -> stream.startsWith(pair.token));
            try (CountedFault fault = ordered.fault().apply(writes.next(ordered.writes()))) {
                await().atMost(Pair.PATIENCE).until(() -> fault.times() > 0);
                if (ordered.writes() < 10) {
                    await().atMost(Pair.PATIENCE).until(() -> fault.times() == ordered.writes());
                    delivers(link, 20);
                }
            }
        });
    }

    @Test
    void anElectionIsWaitedFor() throws Exception {
        survives(SHARED, link -> {
            try (var election = destinationNode.faults().notReady()) {
                await().atMost(Pair.PATIENCE).until(() -> election.times() > 10);
            }
            delivers(link, 20);
        });
    }

    @Test
    void aDestinationThatIsNoLeaderForAWhileIsTriedAgain() throws Exception {
        survives(EXCLUSIVE, link -> {
            try (var follower = destinationNode.faults().followerOf("127.0.0.1", destinationNode.port())) {
                await().until(() -> follower.times() > 0);
                await().atMost(Pair.PATIENCE).until(() -> link.status().state() == LinkState.RETRYING);
            }
            delivers(link, 20);
        });
    }

    @Test
    void theCheckpointMeetsTheSameFaults() throws Exception {
        survives(SHARED, link -> {
            var stores = destinationNode.faults().appends().to("linker-checkpoint-" + pair.token);
            try (var committed = stores.next(2).commitButTimeOut()) {
                await().atMost(Pair.PATIENCE).until(() -> committed.times() == 2);
            }
            try (var cut = stores.next(1).commitButCut()) {
                await().atMost(Pair.PATIENCE).until(() -> cut.times() == 1);
            }
            delivers(link, 20);
        });
    }

    @Test
    void aDeleteIsRepeatedUntilItIsAnswered() throws Exception {
        survives(SHARED, link -> {
            var deletes = destinationNode.faults().deletes();
            try (var committed = deletes.next(1).commitButTimeOut();
                    var lost = deletes.next(1).timeOut();
                    var cut = deletes.next(1).commitButCut()) {
                await().atMost(Pair.PATIENCE).until(() -> committed.times() + lost.times() + cut.times() == 3);
            }
            delivers(link, 20);
        });
    }
}
