package io.linker.testkit.internal.faults;

import io.grpc.ServerInterceptor;
import io.linker.testkit.Member;
import io.linker.testkit.internal.streams.AppendGate;
import io.linker.testkit.internal.streams.AppendLimits;
import io.linker.testkit.internal.streams.Commits;
import io.linker.testkit.internal.streams.Subscriptions;
import java.util.List;

/** Every place of one node at which faults get between it and its clients. */
public final class FaultSwitches {
    private final Commits commits;
    private final Setting<AppendLimits> limits;
    private final Setting<List<Member>> members = new Setting<>(List.of());
    private final Setting<Boolean> hasty = new Setting<>(false);
    private final Setting<Boolean> slowReadersEnd = new Setting<>(false);
    private final Subscriptions subscriptions = new Subscriptions(slowReadersEnd::get);
    private final FaultyGate gate = new FaultyGate();
    private final DeleteGate deletes = new DeleteGate();
    private final CallRefusals refusals = new CallRefusals();
    private final Transport transport = new Transport();

    public FaultSwitches(Commits commits, AppendLimits limits) {
        this.commits = commits;
        this.limits = new Setting<>(limits);
    }

    /** What a write may hold. */
    public Setting<AppendLimits> limits() {
        return limits;
    }

    /** The members that gossip shows; none stands for the node itself. */
    public Setting<List<Member>> members() {
        return members;
    }

    /** Whether batch append calls end too early after a half-close. */
    public Setting<Boolean> endingBatchCallsEarly() {
        return hasty;
    }

    /** Whether live subscriptions with slow readers end. */
    public Setting<Boolean> endingSlowSubscriptions() {
        return slowReadersEnd;
    }

    public Subscriptions subscriptions() {
        return subscriptions;
    }

    public FaultyGate gate() {
        return gate;
    }

    public DeleteGate deletes() {
        return deletes;
    }

    public CallRefusals refusals() {
        return refusals;
    }

    public Transport transport() {
        return transport;
    }

    /** The gate that all writes of the node pass. */
    public AppendGate wayToLog() {
        return gate.before(AppendGate.to(commits));
    }

    /** Sees all calls of the node. */
    public ServerInterceptor interceptor() {
        return new FaultInterceptor(transport, refusals, deletes, new HalfCloseHazard(hasty));
    }
}
