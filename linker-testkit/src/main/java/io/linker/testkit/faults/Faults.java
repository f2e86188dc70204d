package io.linker.testkit.faults;

import io.linker.testkit.Member;
import io.linker.testkit.internal.faults.FaultSwitches;
import io.linker.testkit.internal.faults.Refusals;
import io.linker.testkit.internal.streams.AppendLimits;
import java.util.List;
import java.util.function.Supplier;

/**
 * The faults of one node. Each does what a real server, or its operator, was seen to do to clients, and does it at a
 * determined point: to the next write, after the tenth event, until closed.
 *
 * <pre>{@code
 * var faults = node.faults();
 * faults.appends().next(1).commitButCut();
 * faults.subscriptions().endAsTooSlow();
 * try (var election = faults.notReady()) { ... }
 * }</pre>
 *
 * <p>Faults of the network alone, delays above all, are the business of {@code FaultProxy}. Safe for use by several
 * threads.
 */
public final class Faults {
    private final FaultSwitches switches;
    private final Supplier<Fault> shutDown;

    /** Made by the node. */
    public Faults(FaultSwitches switches, Supplier<Fault> shutDown) {
        this.switches = switches;
        this.shutDown = shutDown;
    }

    /** Faults of writes. */
    public AppendFaults appends() {
        return new AppendFaults(switches.gate());
    }

    /** Faults of soft deletes and tombstones. */
    public DeleteFaults deletes() {
        return new DeleteFaults(switches.deletes());
    }

    /** Faults of catch-up subscriptions. */
    public SubscriptionFaults subscriptions() {
        return new SubscriptionFaults(switches.subscriptions());
    }

    /**
     * Until closed the node is as during an election: appends, and other calls that require a leader, are refused with
     * UNAVAILABLE {@code Server Is Not Ready}; a batch append call stays open and its batches are refused one by one. What
     * is open goes on, reads that require no leader are served.
     */
    public CountedFault notReady() {
        return Both.of(appends().refuseAsNotReady(), switches.refusals().refuseWith(Refusals::notReady));
    }

    /**
     * Until closed the node is a follower of the leader at this address, which may be wrong or dead: calls that require a
     * leader fail with NOT_FOUND and the address in their trailers. Calls that do not are served, as a follower forwards
     * writes. What is open goes on, but for batch append calls, which fail at their next batch.
     */
    public CountedFault followerOf(String host, int port) {
        return Both.of(
                appends().ifLeaderRequired().refuseAsFollowerOf(host, port),
                switches.refusals().refuseWith(() -> Refusals.notLeader(host, port)));
    }

    /**
     * Until closed, at most ten minutes, the node is as a stopped process: connections are accepted, nothing is read or
     * answered, not even a keep-alive.
     */
    public Fault hang() {
        return switches.transport().hang();
    }

    /** Breaks all connections with RST, as when the process is killed. New ones are served. */
    public void cutConnections() {
        switches.transport().cutAll();
    }

    /**
     * Begins to shut the node down, as on SIGTERM: it listens no more and refuses new calls on connections that are open
     * (GOAWAY), but goes on to serve the calls under way. Closing the fault ends all connections, so that these calls end
     * with UNAVAILABLE; a real server does so after five seconds. The node does not come back.
     */
    public Fault shutDown() {
        return shutDown.get();
    }

    /**
     * Until closed a live subscription that has fallen behind because its reader is slow ends with ABORTED, as on 23.10,
     * instead of going back to catching up.
     */
    public Fault endSlowSubscriptions() {
        return switches.endingSlowSubscriptions().change(usual -> true);
    }

    /**
     * Until closed, batch append calls that begin meet a defect of 24.10: after the client has half-closed, the call ends
     * with the next answer although more are outstanding, and does not end at all if none is.
     */
    public Fault endBatchCallsAfterHalfClose() {
        return switches.endingBatchCallsEarly().change(usual -> true);
    }

    /** Until closed a write may hold no more than so many bytes. Without it, 1 MiB. */
    public Fault limitAppendsTo(int bytes) {
        return switches.limits().change(usual -> usual.withMaxAppend(bytes));
    }

    /** Until closed only the bytes of data count against the limit, as on 23.10, and not metadata and type. */
    public Fault countDataOnly() {
        return switches.limits().change(AppendLimits::countingDataOnly);
    }

    /** Until closed, gossip shows these members instead of the node itself. They need not exist, or agree. */
    public Fault gossip(Member... members) {
        return switches.members().change(usual -> List.of(members));
    }
}
