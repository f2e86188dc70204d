package io.linker.testkit.internal.streams;

import io.linker.testkit.internal.log.EventLog;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

/**
 * What the handlers of the streams service share.
 *
 * @param log what readers see
 * @param commits decides deletes
 * @param gate what appends pass on their way to {@code commits}
 * @param limitsNow what a write may hold at this moment
 * @param pumps runs whatever sends events; a few threads are enough for any number of subscriptions
 * @param timer for deadlines; runs nothing that takes long
 */
public record StreamsContext(
        EventLog log,
        Commits commits,
        AppendGate gate,
        Access.Policy access,
        Supplier<AppendLimits> limitsNow,
        Subscriptions subscriptions,
        Executor pumps,
        ScheduledExecutorService timer) {
    AppendLimits limits() {
        return limitsNow.get();
    }
}
