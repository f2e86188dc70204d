package io.linker.testkit.faults;

import static io.linker.testkit.wire.Wire.trailer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.google.rpc.Code;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.linker.testkit.EmbeddedEventStore;
import io.linker.testkit.wire.Batches;
import io.linker.testkit.wire.Wire;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AppendFaultsTest {
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
    void aCommittedAppendTimesOut() throws Exception {
        CountedFault fault = node.faults().appends().next(1).commitButTimeOut();

        StatusRuntimeException failure = failureOfAppend("s");
        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.ABORTED);
        assertThat(failure.getStatus().getDescription()).isEqualTo("Operation timed out: Commit phase timeout.");
        assertThat(wire.count("s")).isEqualTo(1);
        assertThat(fault.times()).isEqualTo(1);
        assertThat(wire.append("s")).isEqualTo(1);
    }

    @Test
    void aTimeOutWithoutCommitLooksTheSame() throws Exception {
        node.faults().appends().next(1).timeOut();

        assertThat(failureOfAppend("s").getStatus().getCode()).isEqualTo(Status.Code.ABORTED);
        assertThat(wire.count("s")).isZero();
    }

    @Test
    void aBatchTimesOutByItselfAndTheCallGoesOn() throws Exception {
        node.faults().appends().to("s").next(1).commitButTimeOut();
        Batches batches = wire.batches().send(1, "s", -1).send(2, "s", 0);

        var first = batches.answers().next();
        assertThat(first.getError().getCode()).isEqualTo(Code.DEADLINE_EXCEEDED);
        assertThat(first.getError().getMessage()).isEqualTo("Timeout");
        assertThat(batches.answers().next().getSuccess().getCurrentRevision()).isEqualTo(1);
    }

    @Test
    void aConnectionIsCutAfterTheCommitAndBeforeTheAnswer() throws Exception {
        node.faults().appends().next(1).commitButCut();
        Batches batches = wire.batches().send(1, "s", -1);

        StatusRuntimeException end = batches.answers().end();
        assertThat(end.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(wire.count("s")).isEqualTo(1);
    }

    @Test
    void aConnectionIsCutWithoutCommit() throws Exception {
        node.faults().appends().next(1).cut();

        assertThat(failureOfAppend("s").getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(wire.count("s")).isZero();
    }

    @Test
    void aWriteIsNeverAnsweredWhetherItWasStoredOrNot() throws Exception {
        node.faults().appends().to("stored").commitButNeverAnswer();
        node.faults().appends().to("lost").neverAnswer();
        Batches batches =
                wire.batches().send(1, "stored", -1).send(2, "lost", -1).send(3, "third", -1);

        assertThat(Batches.number(batches.answers().next())).isEqualTo(3);
        assertThat(batches.answers().isQuiet()).isTrue();
        assertThat(wire.count("stored")).isEqualTo(1);
        assertThat(wire.count("lost")).isZero();
    }

    @Test
    void aNodeThatIsNotReadyRefusesEachBatchAndEachAppend() throws Exception {
        Batches batches = wire.batches();
        try (CountedFault window = node.faults().appends().refuseAsNotReady()) {
            var refusal = batches.send(1, "s", -1).answers().next().getError();
            assertThat(refusal.getCode()).isEqualTo(Code.OK);
            assertThat(refusal.getMessage()).isEqualTo("Server Is Not Ready");
            assertThat(refusal.getDetails().getTypeUrl()).endsWith("google.protobuf.Empty");
            assertThat(failureOfAppend("s").getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(window.times()).isEqualTo(2);
        }
        assertThat(batches.send(2, "s", -1).answers().next().hasSuccess()).isTrue();
    }

    @Test
    void aFollowerEndsTheBatchCallAndNamesTheLeader() throws Exception {
        node.faults().appends().next(1).refuseAsFollowerOf("10.0.0.9", 2113);

        StatusRuntimeException end =
                wire.batches().send(1, "s", -1).send(2, "s", 0).answers().end();
        assertThat(end.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(trailer(end, "exception")).isEqualTo("not-leader");
        assertThat(trailer(end, "leader-endpoint-host")).isEqualTo("10.0.0.9");
        assertThat(trailer(end, "leader-endpoint-port")).isEqualTo("2113");
        assertThat(wire.version()).isNotEmpty();
    }

    @Test
    void aRefusedBatchCallSpoilsExactlyOneCallOnItsConnection() throws Exception {
        node.faults().appends().next(1).refuseAsFollowerAndSpoilConnection("127.0.0.1", 1);
        wire.batches().send(1, "s", -1).answers().end();

        try (Wire other = Wire.to(node)) {
            assertThat(other.version()).isNotEmpty();
        }
        StatusRuntimeException spoilt = catchThrowableOfType(StatusRuntimeException.class, wire::version);
        assertThat(spoilt.getStatus().getCode()).isEqualTo(Status.Code.UNKNOWN);
        assertThat(spoilt.getStatus().getDescription()).isEqualTo("Exception was thrown by handler.");
        assertThat(wire.version()).isNotEmpty();
    }

    @Test
    void aFullDiskFailsABatchAndNotTheCall() throws Exception {
        node.faults().appends().next(2).refuseAsDiskFull();

        Batches batches = wire.batches().send(1, "s", -1);
        assertThat(batches.answers().next().getError().getCode()).isEqualTo(Code.UNKNOWN);
        assertThat(failureOfAppend("s").getStatus().getCode()).isEqualTo(Status.Code.UNKNOWN);
        assertThat(batches.send(2, "s", -1).answers().next().hasSuccess()).isTrue();
    }

    @Test
    void heldAnswersComeInOrderWhenTheFaultIsClosed() throws Exception {
        Batches batches = wire.batches();
        try (CountedFault held = node.faults().appends().inBatches().holdAnswers()) {
            batches.send(1, "s", -1).send(2, "s", 0).send(3, "s", 1);
            await().until(() -> held.times() == 3);
            assertThat(wire.append("s")).isEqualTo(3);
            assertThat(batches.answers().isQuiet()).isTrue();
        }
        assertThat(numbers(batches, 3)).containsExactly(1, 2, 3);
    }

    @Test
    void answersComeOutOfOrder() throws Exception {
        CountedFault fault = node.faults().appends().answerInReverse(3);
        Batches batches = wire.batches();
        for (int i = 0; i < 7; i++) {
            batches.send(i + 1, "s", i - 1);
        }
        assertThat(numbers(batches, 6)).containsExactly(3, 2, 1, 6, 5, 4);
        await().until(() -> fault.times() == 7);
        fault.close();
        assertThat(numbers(batches, 1)).containsExactly(7);
    }

    @Test
    void slowAnswersKeepTheirOrder() throws Exception {
        node.faults().appends().answerAfter(Duration.ofMillis(60));
        long begin = System.nanoTime();
        Batches batches = wire.batches().send(1, "s", -1).send(2, "s", 0).send(3, "s", 1);
        assertThat(numbers(batches, 3)).containsExactly(1, 2, 3);
        assertThat((System.nanoTime() - begin) / 1e6).isGreaterThanOrEqualTo(60);
    }

    @Test
    void aFaultStrikesWhatItSelectsAndNothingElse() throws Exception {
        node.faults()
                .appends()
                .notInBatches()
                .to(stream -> stream.startsWith("a-"))
                .timeOut();

        assertThat(wire.append("b-1")).isZero();
        assertThat(wire.batches().send(1, "a-1", -1).answers().next().hasSuccess())
                .isTrue();
        assertThat(failureOfAppend("a-1").getStatus().getCode()).isEqualTo(Status.Code.ABORTED);
    }

    private StatusRuntimeException failureOfAppend(String stream) {
        return catchThrowableOfType(StatusRuntimeException.class, () -> wire.append(stream));
    }

    private static List<Integer> numbers(Batches batches, int count) throws InterruptedException {
        return batches.answers().next(count).stream().map(Batches::number).toList();
    }
}
