package io.linker.testkit.internal.streams;

import io.linker.testkit.internal.log.ExpectedRevision;
import io.linker.testkit.internal.log.NewEvent;
import java.util.List;
import java.util.function.Consumer;

/**
 * What every complete write passes on its way to the log, and its answer on the way back. A scripted fault wraps
 * another gate: it may write and answer something else, answer without writing, answer later, or never. At most one
 * answer per write, from any thread; it must not block.
 */
public interface AppendGate {

    /**
     * A write with all its events.
     *
     * @param batched whether it came by a batch append call
     */
    record Write(String stream, ExpectedRevision expected, List<NewEvent> events, boolean batched) {}

    /** Passes the write on and takes its answer. */
    void append(Write write, Consumer<AppendAnswer> answer);

    /** The gate that just writes. */
    static AppendGate to(Commits commits) {
        return (write, answer) ->
                commits.commit(log -> log.append(write.stream(), write.expected(), write.events()), answer);
    }
}
