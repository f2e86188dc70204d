package io.linker.testkit.internal.streams;

import io.linker.testkit.internal.log.AppendResult;
import io.linker.testkit.internal.log.EventLog;
import java.util.function.Consumer;
import java.util.function.Function;

/** Decides writes, one after the other: the log of a single node, or the cluster that the node is a member of. */
public interface Commits {

    /**
     * Decides a write.
     *
     * @param write what it does to the log of whoever decides
     * @param answer told at most once, from any thread; it must not block
     */
    void commit(Function<EventLog, AppendResult> write, Consumer<AppendAnswer> answer);

    /** Those of a node that is alone. */
    static Commits to(EventLog log) {
        return (write, answer) -> answer.accept(new AppendAnswer.Done(write.apply(log)));
    }
}
