package io.linker.testkit.internal.faults;

import io.linker.testkit.internal.streams.AppendAnswer;
import io.linker.testkit.internal.streams.AppendGate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/** Writes at once and keeps the answers until a group is complete or the fault ends. A call bounds its open batches. */
public final class HeldAnswers implements AppendBehaviour {
    private final int groupSize;
    private final boolean reversed;
    private List<Runnable> held = new ArrayList<>();

    public HeldAnswers(int groupSize, boolean reversed) {
        this.groupSize = groupSize;
        this.reversed = reversed;
    }

    @Override
    public void append(AppendGate.Write write, AppendGate log, Consumer<AppendAnswer> answer) {
        log.append(write, result -> hold(() -> answer.accept(result)));
    }

    private void hold(Runnable answer) {
        boolean complete;
        synchronized (this) {
            held.add(answer);
            complete = held.size() >= groupSize;
        }
        if (complete) {
            end();
        }
    }

    @Override
    public void end() {
        List<Runnable> group;
        synchronized (this) {
            group = held;
            held = new ArrayList<>();
        }
        if (reversed) {
            Collections.reverse(group);
        }
        group.forEach(Runnable::run);
    }
}
