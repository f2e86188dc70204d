package io.linker.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.eventstore.dbclient.proto.persistentsubscriptions.Persistent.CreateReq;
import com.eventstore.dbclient.proto.persistentsubscriptions.Persistent.DeleteReq;
import com.eventstore.dbclient.proto.persistentsubscriptions.Persistent.ReadReq;
import com.eventstore.dbclient.proto.persistentsubscriptions.Persistent.ReadResp;
import com.eventstore.dbclient.proto.persistentsubscriptions.Persistent.ReplayParkedReq;
import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.linker.testkit.wire.Answers;
import io.linker.testkit.wire.GroupCalls;
import io.linker.testkit.wire.Wire;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests the official client does not send, and what is on the wire. */
@Timeout(60)
class PersistentSubscriptionWireTest {
    private EmbeddedEventStore store;
    private Wire streams;
    private GroupCalls groups;

    @BeforeEach
    void start() {
        store = EmbeddedEventStore.start();
        streams = Wire.to(store);
        groups = GroupCalls.to(store);
    }

    @AfterEach
    void stop() {
        groups.close();
        streams.close();
        store.close();
    }

    private static StatusRuntimeException failure(ThrowingCallable call) {
        return catchThrowableOfType(StatusRuntimeException.class, call);
    }

    private StatusRuntimeException creating(UnaryOperator<CreateReq.Options.Builder> change) {
        return failure(() -> groups.create(change.apply(GroupCalls.on("s"))));
    }

    private static ReadReq first(ReadReq.Options.Builder options) {
        return ReadReq.newBuilder().setOptions(options).build();
    }

    private static void assertUnforeseen(StatusRuntimeException failure) {
        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNKNOWN);
        assertThat(failure.getStatus().getDescription()).isEqualTo("Exception was thrown by handler.");
    }

    @Test
    void aGroupWithoutSettingsIsNotForeseen() {
        assertUnforeseen(creating(CreateReq.Options.Builder::clearSettings));
    }

    @Test
    void aGroupThatDoesNotSayWhereToBeginIsInvalid() {
        StatusRuntimeException stream = creating(options -> {
            options.getStreamBuilder().clearRevisionOption();
            return options;
        });
        assertThat(stream.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);

        CreateReq.Options.Builder all = GroupCalls.onAll();
        all.getAllBuilder().clearAllOption();
        assertThat(failure(() -> groups.create(all)).getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    }

    @Test
    void aStartBeyondTheEndOfAllIsRefusedWithTheReason() {
        CreateReq.Options.Builder all = GroupCalls.onAll();
        all.getAllBuilder()
                .setPosition(CreateReq.Position.newBuilder()
                        .setCommitPosition(1L << 50)
                        .setPreparePosition(1L << 50));
        StatusRuntimeException failure = failure(() -> groups.create(all));
        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
        assertThat(Wire.trailer(failure, "exception")).isEqualTo("persistent-subscription-failed");
        assertThat(Wire.trailer(failure, "reason")).startsWith("Invalid Start From position: commit position");
    }

    @Test
    void aMalformedExpressionIsNotForeseen() {
        CreateReq.Options.Builder all = GroupCalls.onAll();
        all.getAllBuilder().getFilterBuilder().getEventTypeBuilder().setRegex("(");
        assertUnforeseen(failure(() -> groups.create(all)));
    }

    @Test
    void aMissingGroupWithANameThatIsNotPlainAsciiBreaksTheCall() throws InterruptedException {
        StatusRuntimeException failure =
                groups.read(first(GroupCalls.consumer("str\u00f6me", 10))).end();
        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNKNOWN);
        assertThat(failure.getStatus().getDescription()).startsWith("HTTP status code 500");
    }

    @Test
    void requestsThatNameNoStreamAreNotForeseen() {
        assertUnforeseen(failure(() -> groups.now().delete(DeleteReq.getDefaultInstance())));
        assertUnforeseen(failure(() -> groups.now().replayParked(ReplayParkedReq.getDefaultInstance())));
    }

    @Test
    void aNegativeEndOfAReplayIsRefusedWithTheReason() {
        groups.create(GroupCalls.on("s"));
        ReplayParkedReq.Options.Builder options =
                ReplayParkedReq.Options.newBuilder().setGroupName("g").setStopAt(-1);
        options.getStreamIdentifierBuilder().setStreamName(ByteString.copyFromUtf8("s"));
        StatusRuntimeException failure = failure(() -> groups.now()
                .replayParked(ReplayParkedReq.newBuilder().setOptions(options).build()));
        assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.INTERNAL);
        assertThat(Wire.trailer(failure, "reason")).contains("negative");
    }

    @Test
    void aConsumerThatDoesNotBeginWithCompleteOptionsIsNotForeseen() throws InterruptedException {
        groups.create(GroupCalls.on("s"));
        ReadReq ack =
                ReadReq.newBuilder().setAck(ReadReq.Ack.getDefaultInstance()).build();
        assertUnforeseen(groups.read(ack).end());
        assertUnforeseen(groups.read(first(GroupCalls.consumer("s", 10).clearUuidOption()))
                .end());
        assertUnforeseen(groups.read(first(GroupCalls.consumer("s", -1))).end());
    }

    @Test
    void idsAreTextWhenAConsumerAsksForText() throws InterruptedException {
        streams.append("s");
        groups.create(GroupCalls.on("s"));
        ReadReq.Options.Builder options = GroupCalls.consumer("s", 10);
        options.getUuidOptionBuilder()
                .setString(com.eventstore.dbclient.proto.shared.Shared.Empty.getDefaultInstance());
        Answers<ReadReq, ReadResp> answers = groups.read(first(options));
        assertThat(answers.next().getSubscriptionConfirmation().getSubscriptionId())
                .isEqualTo("s::g");
        assertThat(answers.next().getEvent().getEvent().getId().getString()).hasSize(36);
    }

    @Test
    void aConsumerThatDoesNotReadHoldsUpNothingButItself() throws InterruptedException {
        String large = "x".repeat(500_000);
        for (int i = 0; i < 20; i++) {
            streams.append("s", "t", large);
        }
        groups.create(GroupCalls.on("s"));
        Answers<ReadReq, ReadResp> slow = groups.readSlowly(first(GroupCalls.consumer("s", 1_000)));
        await().untilAsserted(() ->
                assertThat(groups.info("s").getTotalInFlightMessages()).isPositive());
        assertThat(groups.info("s").getTotalInFlightMessages()).isLessThan(20);

        Answers<ReadReq, ReadResp> quick = groups.read(first(GroupCalls.consumer("s", 1_000)));
        assertThat(quick.next().hasSubscriptionConfirmation()).isTrue();
        assertThat(quick.next().hasEvent()).isTrue();

        slow.request(1);
        assertThat(slow.next().hasSubscriptionConfirmation()).isTrue();
    }

    @Test
    void groupsAndConsumersHaveNoThreads() throws InterruptedException {
        groups.create(GroupCalls.on("warm-up"));
        groups.read(first(GroupCalls.consumer("warm-up", 10))).next();
        int before = Thread.activeCount();
        for (int i = 0; i < 50; i++) {
            groups.create(GroupCalls.on("s" + i));
            groups.read(first(GroupCalls.consumer("s" + i, 10))).next();
        }
        assertThat(Thread.activeCount() - before).isLessThan(20);
    }
}
