package io.linker.testkit.internal.faults;

import io.linker.testkit.internal.streams.AppendAnswer;
import io.linker.testkit.internal.streams.AppendGate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The way to the log, past the faults in force. Without any it costs one look at an empty list. */
public final class FaultyGate {
    private final List<AppendRule> rules = new CopyOnWriteArrayList<>();

    /** A gate that leads past the faults to another one. */
    AppendGate before(AppendGate log) {
        return (write, answer) -> append(write, log, answer);
    }

    private void append(AppendGate.Write write, AppendGate log, Consumer<AppendAnswer> answer) {
        for (AppendRule rule : rules) {
            if (rule.claims(write)) {
                rule.behaviour().append(write, log, answer);
                return;
            }
        }
        log.append(write, answer);
    }

    public AppendRule add(AppendRule rule) {
        rules.add(rule);
        return rule;
    }

    void remove(AppendRule rule) {
        rules.remove(rule);
    }
}
