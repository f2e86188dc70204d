package io.linker.benchmarks.micro;

import io.linker.Settings;
import io.linker.checkpoint.Share;
import io.linker.conflict.ConflictPolicy;
import io.linker.event.Change;
import io.linker.event.NewEvent;
import io.linker.event.OriginEvent;
import io.linker.event.OriginPosition;
import io.linker.event.Outcome;
import io.linker.event.RecordedEvent;
import io.linker.internal.engine.LinkAssembly;
import io.linker.internal.engine.LinkRunner;
import io.linker.internal.engine.LinkSpec;
import io.linker.internal.engine.ProvenanceMarks;
import io.linker.internal.flow.SendWindow;
import io.linker.origin.StartFrom;
import io.linker.origin.StopAt;
import java.time.Clock;
import java.util.UUID;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * What planning takes for each event: a whole link, lanes, sender, ledger and tracker, between two ends in memory that answer at
 * once, from start to stop.
 */
@State(Scope.Thread)
public class EngineBenchmark {
    private static final int EVENTS = 200_000;

    /** Streams that the events are in, in turn. */
    @Param({"100", "10000"})
    private int streams = 100;

    private MemoryOrigin origin = new MemoryOrigin(streams, 0);

    /** Makes the events. */
    @Setup
    public void prepare() {
        origin = new MemoryOrigin(streams, EVENTS);
    }

    /** Shared lanes: one unanswered request each. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long shared() {
        return copy(false);
    }

    /** Exclusive lanes, which pipeline. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public long exclusive() {
        return copy(true);
    }

    private long copy(boolean exclusive) {
        var destination = new MemoryDestination(EVENTS);
        var link = new LinkRunner(
                new LinkAssembly(
                        spec(exclusive),
                        origin,
                        EngineBenchmark::prepared,
                        destination,
                        new ProvenanceMarks("origin"),
                        null,
                        Runnable::run,
                        SendWindow.fixed(new SendWindow.Size(32, 4_096, 1), Settings.Flow.DEFAULTS.maxBufferedBytes()),
                        Clock.systemUTC(),
                        () -> System.nanoTime() / 1_000_000),
                status -> {});
        link.start().join();
        long written = destination.await();
        link.stop().join();
        return written;
    }

    private static Outcome prepared(OriginEvent origin) {
        RecordedEvent event = origin.event();
        var written = new NewEvent(event.id(), event.type(), event.json(), event.data(), event.metadata());
        return new Outcome.Deliver(origin, new Change.Append(event.stream(), written));
    }

    private static LinkSpec spec(boolean exclusive) {
        var rules = new LinkSpec.Rules(
                exclusive,
                false,
                LinkSpec.Loop.ONE_WAY,
                ConflictPolicy.ignore(),
                false,
                false,
                LinkSpec.Deleted.RECREATE,
                false,
                false,
                false);
        return new LinkSpec(
                "origin-to-destination",
                "origin",
                "destination",
                new UUID(0, 1),
                rules,
                "",
                Share.WHOLE,
                OriginPosition.All.START,
                StartFrom.beginning(),
                StopAt.never(),
                false,
                LinkSpec.Line.of(EngineBenchmark::prepared, "origin"),
                LinkSpec.Limits.DEFAULTS);
    }
}
