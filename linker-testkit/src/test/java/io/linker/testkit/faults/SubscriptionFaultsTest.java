package io.linker.testkit.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.eventstore.dbclient.proto.streams.StreamsOuterClass.ReadReq;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.ReadResp;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.linker.testkit.EmbeddedEventStore;
import io.linker.testkit.wire.Answers;
import io.linker.testkit.wire.Wire;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SubscriptionFaultsTest {
    private EmbeddedEventStore node;
    private Wire wire;

    @BeforeEach
    void start() throws Exception {
        node = EmbeddedEventStore.start();
        wire = Wire.to(node);
        for (int i = 0; i < 3; i++) {
            wire.append("s");
        }
    }

    @AfterEach
    void stop() {
        wire.close();
        node.close();
    }

    @Test
    void openSubscriptionsEndAndTheNextOnesDoNot() throws Exception {
        Answers<ReadReq, ReadResp> open = live("s");
        node.faults().subscriptions().to("s").endAsTooSlow();

        StatusRuntimeException end = open.end();
        assertThat(end.getStatus().getCode()).isEqualTo(Status.Code.ABORTED);
        assertThat(end.getStatus().getDescription()).contains("Consumer too slow to handle event while live");
        live("s");
    }

    @Test
    void aSubscriptionEndsAfterExactlySoManyEvents() throws Exception {
        var fault = node.faults().subscriptions().next(1).afterEvents(2).endAsUnavailable();
        Answers<ReadReq, ReadResp> first = wire.subscribe("s");
        Answers<ReadReq, ReadResp> second = wire.subscribe("s");

        assertThat(first.end().getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(first.next(3)).filteredOn(ReadResp::hasEvent).hasSize(2);
        assertThat(first.isOver()).isTrue();
        assertThat(second.next(5)).last().matches(ReadResp::hasCaughtUp);
        assertThat(fault.times()).isEqualTo(1);
    }

    @Test
    void theEndsThatClientsSwallowCanBeHad() throws Exception {
        Answers<ReadReq, ReadResp> cancelled = live("s");
        node.faults().subscriptions().cancel();
        assertThat(cancelled.end().getStatus().getCode()).isEqualTo(Status.Code.CANCELLED);

        Answers<ReadReq, ReadResp> completed = live("s");
        node.faults().subscriptions().complete();
        assertThat(completed.end().getStatus().getCode()).isEqualTo(Status.Code.OK);
    }

    @Test
    void aSubscriptionLearnsThatItsNodeIsNoLongerLeader() throws Exception {
        Answers<ReadReq, ReadResp> open = live("s");
        node.faults().subscriptions().endAsFollowerOf("10.0.0.9", 2113);

        assertThat(open.end().getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND);
        assertThat(Wire.trailer(open.end(), "leader-endpoint-host")).isEqualTo("10.0.0.9");
    }

    @Test
    void aStalledSubscriptionIsSilentAndThenMissesNothing() throws Exception {
        Answers<ReadReq, ReadResp> stalled = live("s");
        Answers<ReadReq, ReadResp> other = wire.subscribeToAll(true);
        other.next(5);
        try (CountedFault fault = node.faults().subscriptions().to("s").stall()) {
            for (int i = 3; i < 40; i++) {
                wire.append("s");
            }
            other.next(37);
            assertThat(stalled.isQuiet()).isTrue();
            await().until(() -> fault.times() == 1);
        }
        assertThat(revisions(stalled.next(37)))
                .containsExactlyElementsOf(
                        IntStream.range(3, 40).mapToObj(i -> (long) i).toList());
    }

    @Test
    void aLiveSubscriptionWithASlowReaderEndsWhenOrdered() throws Exception {
        Fault ordered = node.faults().endSlowSubscriptions();
        Answers<ReadReq, ReadResp> slow = liveButNotReading();
        slow.request(1000);
        assertThat(slow.end().getStatus().getCode()).isEqualTo(Status.Code.ABORTED);
        ordered.close();
    }

    @Test
    void aLiveSubscriptionWithASlowReaderCatchesUpAgainOtherwise() throws Exception {
        Answers<ReadReq, ReadResp> slow = liveButNotReading();
        slow.request(1000);
        List<ReadResp> rest = slow.next(101);
        assertThat(revisions(rest)).hasSize(100).doesNotHaveDuplicates().isSorted();
        assertThat(rest).last().matches(ReadResp::hasCaughtUp);
    }

    /** A subscription that has caught up, and 5 MB of events for which its reader has not asked. */
    private Answers<ReadReq, ReadResp> liveButNotReading() throws InterruptedException {
        Answers<ReadReq, ReadResp> slow = wire.subscribeSlowly("s");
        slow.request(5);
        assertThat(slow.next(5)).last().matches(ReadResp::hasCaughtUp);
        for (int i = 0; i < 100; i++) {
            wire.append("s", "t", "x".repeat(50_000));
        }
        return slow;
    }

    private Answers<ReadReq, ReadResp> live(String stream) throws InterruptedException {
        Answers<ReadReq, ReadResp> subscription = wire.subscribe(stream);
        assertThat(subscription.next(5)).last().matches(ReadResp::hasCaughtUp);
        return subscription;
    }

    private static List<Long> revisions(List<ReadResp> answers) {
        return answers.stream()
                .filter(ReadResp::hasEvent)
                .map(answer -> answer.getEvent().getEvent().getStreamRevision())
                .toList();
    }
}
