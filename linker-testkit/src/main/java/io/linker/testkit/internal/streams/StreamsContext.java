package io.linker.testkit.internal.streams;

import io.linker.testkit.internal.log.EventLog;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What the handlers of the streams service share.
 *
 * @param pumps runs whatever sends events; a few threads are enough for any number of subscriptions
 * @param timer for deadlines; runs nothing that takes long
 */
public record StreamsContext(
        EventLog log,
        AppendGate gate,
        Access.Policy access,
        AppendLimits limits,
        Subscriptions subscriptions,
        Executor pumps,
        ScheduledExecutorService timer) {}
