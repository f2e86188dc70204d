package io.linker.internal.engine;

import io.linker.checkpoint.CheckpointStore;
import io.linker.event.OriginEvent;
import io.linker.event.Outcome;
import io.linker.internal.flow.Agenda;
import io.linker.internal.flow.SendWindow;
import io.linker.origin.Origin;
import io.linker.write.Destination;
import java.time.Clock;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What one link is made of.
 *
 * @param spec what it does
 * @param origin where events come from
 * @param prepare filter and transform, which run before the engine
 * @param destination where they go
 * @param marks what events of the destination say about themselves
 * @param store where checkpoints are kept; null for a stream in the destination
 * @param blocking runs the calls of {@code store}, one at a time
 * @param window how much may be unanswered
 * @param clock wall clock, for the times in checkpoints
 * @param millis monotonic clock
 */
public record LinkAssembly(
        LinkSpec spec,
        Origin origin,
        Function<OriginEvent, Outcome> prepare,
        Destination destination,
        Marks marks,
        @Nullable CheckpointStore store,
        Executor blocking,
        SendWindow window,
        Clock clock,
        LongSupplier millis) {

    Parts.Wiring wiring(Parts.Signals signals, Mailbox mailbox, Life.Listener listener) {
        var agenda = new Agenda();
        agenda.advanceTo(millis.getAsLong());
        Function<String, Checkpoints> checkpoints =
                store == null ? null : name -> new BlockingCheckpoints(store, name, blocking, mailbox, agenda);
        return new Parts.Wiring(
                spec,
                origin,
                destination,
                signals,
                checkpoints,
                marks,
                window,
                agenda,
                clock,
                new SplittableRandom(),
                listener);
    }
}
