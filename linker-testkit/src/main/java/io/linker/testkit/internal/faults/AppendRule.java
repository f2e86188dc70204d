package io.linker.testkit.internal.faults;

import io.linker.testkit.faults.CountedFault;
import io.linker.testkit.internal.streams.AppendGate;
import java.util.function.Predicate;

/** One ordered fault of writes. */
public final class AppendRule implements CountedFault {
    private final FaultyGate gate;
    private final Predicate<AppendGate.Write> selected;
    private final AppendBehaviour behaviour;
    private final Claims claims;

    public AppendRule(FaultyGate gate, Predicate<AppendGate.Write> selected, int limit, AppendBehaviour behaviour) {
        this.gate = gate;
        this.selected = selected;
        this.claims = new Claims(limit);
        this.behaviour = behaviour;
    }

    /** Claims the write if it is selected and the fault is not used up. */
    boolean claims(AppendGate.Write write) {
        return selected.test(write) && claims.claim();
    }

    AppendBehaviour behaviour() {
        return behaviour;
    }

    @Override
    public int times() {
        return claims.times();
    }

    @Override
    public void close() {
        gate.remove(this);
        behaviour.end();
    }
}
