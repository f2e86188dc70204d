package io.linker.testkit.internal.faults;

import io.linker.testkit.faults.CountedFault;
import io.linker.testkit.internal.streams.AppendGate;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** One ordered fault of writes. */
public final class AppendRule implements CountedFault {
    private final FaultyGate gate;
    private final Predicate<AppendGate.Write> selected;
    private final int limit;
    private final AppendBehaviour behaviour;
    private final AtomicInteger struck = new AtomicInteger();

    public AppendRule(FaultyGate gate, Predicate<AppendGate.Write> selected, int limit, AppendBehaviour behaviour) {
        this.gate = gate;
        this.selected = selected;
        this.limit = limit;
        this.behaviour = behaviour;
    }

    /** Claims the write if it is selected and the fault is not used up. */
    boolean claims(AppendGate.Write write) {
        return selected.test(write) && struck.getAndUpdate(times -> Math.min(limit, times + 1)) < limit;
    }

    AppendBehaviour behaviour() {
        return behaviour;
    }

    @Override
    public int times() {
        return struck.get();
    }

    @Override
    public void close() {
        gate.remove(this);
        behaviour.end();
    }
}
