package io.linker.testkit.faults;

import io.grpc.Status;
import io.linker.testkit.internal.faults.AppendBehaviour;
import io.linker.testkit.internal.faults.AppendRule;
import io.linker.testkit.internal.faults.CallOrigin;
import io.linker.testkit.internal.faults.FaultyGate;
import io.linker.testkit.internal.faults.HeldAnswers;
import io.linker.testkit.internal.faults.Refusals;
import io.linker.testkit.internal.streams.AppendAnswer;
import io.linker.testkit.internal.streams.AppendGate.Write;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * Faults of writes, whether they come by single appends or in batch append calls. First say which writes, then what
 * becomes of them:
 *
 * <pre>{@code
 * node.faults().appends().next(1).commitButTimeOut();
 * node.faults().appends().to("order-7").refuseAsNotReady();
 * try (var held = node.faults().appends().inBatches().holdAnswers()) { ... }
 * }</pre>
 *
 * <p>Without {@link #next} a fault strikes every selected write until it is closed. A write meets the oldest fault that
 * selects it and no other. Writes that the node refuses by itself, for their size or for a missing right, meet none.
 * Objects of this class are immutable.
 */
public final class AppendFaults {
    private final FaultyGate gate;
    private final Predicate<Write> selected;
    private final int limit;

    AppendFaults(FaultyGate gate) {
        this(gate, write -> true, Integer.MAX_VALUE);
    }

    private AppendFaults(FaultyGate gate, Predicate<Write> selected, int limit) {
        this.gate = gate;
        this.selected = selected;
        this.limit = limit;
    }

    /** Only writes to this stream. */
    public AppendFaults to(String stream) {
        return to(stream::equals);
    }

    /** Only writes to streams whose names match. */
    public AppendFaults to(Predicate<String> stream) {
        return and(write -> stream.test(write.stream()));
    }

    /** Only writes that come in batch append calls. */
    public AppendFaults inBatches() {
        return and(Write::batched);
    }

    /** Only writes that come by single appends. */
    public AppendFaults notInBatches() {
        return and(write -> !write.batched());
    }

    /** Only writes of calls that require a leader. */
    AppendFaults ifLeaderRequired() {
        return and(write -> CallOrigin.current().requiresLeader());
    }

    /** Only so many of the selected writes, at least 1. */
    public AppendFaults next(int writes) {
        if (writes < 1) {
            throw new IllegalArgumentException("a fault strikes at least once, not " + writes + " times");
        }
        return new AppendFaults(gate, selected, writes);
    }

    /** Written, but answered with a time-out: ABORTED, or DEADLINE_EXCEEDED in a batch. */
    public CountedFault commitButTimeOut() {
        return order(AppendBehaviour.commitThen(answer -> answer.accept(Refusals.TIMED_OUT)));
    }

    /** Written, but never answered. */
    public CountedFault commitButNeverAnswer() {
        return order(AppendBehaviour.commitThen(answer -> {}));
    }

    /** Written, and then the connection breaks (RST) before the answer, as when a process is killed. */
    public CountedFault commitButCut() {
        return order((write, log, answer) -> {
            CallOrigin origin = CallOrigin.current();
            log.append(write, result -> origin.cut());
        });
    }

    /** Not written, and answered with a time-out: a client cannot tell it from {@link #commitButTimeOut}. */
    public CountedFault timeOut() {
        return order(AppendBehaviour.answer(Refusals.TIMED_OUT));
    }

    /** Not written and never answered. */
    public CountedFault neverAnswer() {
        return order((write, log, answer) -> {});
    }

    /** Not written, and the connection breaks (RST). */
    public CountedFault cut() {
        return order((write, log, answer) -> CallOrigin.current().cut());
    }

    /** Refused as by a node that is starting or elects: UNAVAILABLE, or an answer without a code in a batch. */
    public CountedFault refuseAsNotReady() {
        return order(AppendBehaviour.answer(new AppendAnswer.NotReady(Refusals.NOT_READY)));
    }

    /**
     * Refused as by a follower of the leader at this address, which may be wrong or dead. The call fails with NOT_FOUND and
     * the address in its trailers, a batch append call with all its unanswered batches. Strikes calls that require a
     * leader and calls that do not.
     */
    public CountedFault refuseAsFollowerOf(String host, int port) {
        return order(AppendBehaviour.answer(new AppendAnswer.CallFailed(Refusals.notLeader(host, port))));
    }

    /**
     * As {@link #refuseAsFollowerOf}, and the next call on the connection of a refused batch append call, whatever it is,
     * fails with UNKNOWN {@code Exception was thrown by handler.}: a defect seen on 23.10.
     */
    public CountedFault refuseAsFollowerAndSpoilConnection(String host, int port) {
        return order((write, log, answer) -> {
            if (write.batched()) {
                CallOrigin.current().spoilConnection();
            }
            answer.accept(new AppendAnswer.CallFailed(Refusals.notLeader(host, port)));
        });
    }

    /** Refused as by a node whose disk takes no more: UNKNOWN, in a batch as that batch's error. */
    public CountedFault refuseAsDiskFull() {
        return order(AppendBehaviour.answer(new AppendAnswer.Failed("There is not enough space on the disk.")));
    }

    /** Not written; the call, a batch append call with everything unanswered, ends with this status. */
    public CountedFault failCall(Status status) {
        return order(AppendBehaviour.answer(new AppendAnswer.CallFailed(status.asRuntimeException())));
    }

    /** Written at once, answered when the fault is closed, in order. */
    public CountedFault holdAnswers() {
        return order(new HeldAnswers(Integer.MAX_VALUE, false));
    }

    /**
     * Written at once, answered in groups, each in reverse: 3, 2, 1, 6, 5, 4. What is left of the last group is answered
     * when the fault is closed.
     */
    public CountedFault answerInReverse(int groupSize) {
        return order(new HeldAnswers(groupSize, true));
    }

    /** Written at once, answered so much later, in order. */
    public CountedFault answerAfter(Duration delay) {
        return order(AppendBehaviour.commitAndAnswerAfter(delay));
    }

    private AppendFaults and(Predicate<Write> further) {
        return new AppendFaults(gate, selected.and(further), limit);
    }

    private CountedFault order(AppendBehaviour behaviour) {
        return gate.add(new AppendRule(gate, selected, limit, behaviour));
    }
}
