package io.linker.testkit.faults;

import io.linker.testkit.internal.faults.DeleteGate;
import io.linker.testkit.internal.faults.DeleteRule;
import io.linker.testkit.internal.faults.DeleteRule.End;
import java.util.function.Predicate;

/**
 * Faults of soft deletes and tombstones:
 *
 * <pre>{@code
 * node.faults().deletes().of("order-7").next(1).commitButTimeOut();
 * }</pre>
 *
 * <p>Without {@link #next} a fault strikes every selected delete until it is closed. A delete that the node refuses by
 * itself is refused as ever. Objects of this class are immutable.
 */
public final class DeleteFaults {
    private final DeleteGate gate;
    private final Predicate<String> selected;
    private final int limit;

    DeleteFaults(DeleteGate gate) {
        this(gate, stream -> true, Integer.MAX_VALUE);
    }

    private DeleteFaults(DeleteGate gate, Predicate<String> selected, int limit) {
        this.gate = gate;
        this.selected = selected;
        this.limit = limit;
    }

    /** Only deletes of this stream. */
    public DeleteFaults of(String stream) {
        return new DeleteFaults(gate, selected.and(stream::equals), limit);
    }

    /** Only so many of the selected deletes, at least 1. */
    public DeleteFaults next(int deletes) {
        if (deletes < 1) {
            throw new IllegalArgumentException("a fault strikes at least once, not " + deletes + " times");
        }
        return new DeleteFaults(gate, selected, deletes);
    }

    /** Deleted, but answered with a time-out: ABORTED. */
    public CountedFault commitButTimeOut() {
        return order(true, End.TIME_OUT);
    }

    /** Deleted, and then the connection breaks (RST) before the answer. */
    public CountedFault commitButCut() {
        return order(true, End.CUT);
    }

    /** Not deleted, and answered with a time-out: a client cannot tell it from {@link #commitButTimeOut}. */
    public CountedFault timeOut() {
        return order(false, End.TIME_OUT);
    }

    /** Not deleted, and the connection breaks (RST). */
    public CountedFault cut() {
        return order(false, End.CUT);
    }

    private CountedFault order(boolean commits, End end) {
        return gate.add(new DeleteRule(gate, selected, limit, commits, end));
    }
}
