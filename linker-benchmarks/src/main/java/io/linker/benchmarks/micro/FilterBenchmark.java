package io.linker.benchmarks.micro;

import io.linker.event.Position;
import io.linker.event.RecordedEvent;
import io.linker.filter.EventFilter;
import io.linker.filter.NamePattern;
import java.time.Instant;
import java.util.UUID;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What a filter takes for each event. */
@State(Scope.Thread)
public class FilterBenchmark {
    private final EventFilter prefix = EventFilter.streams(NamePattern.prefix("order-"));
    private final EventFilter wildcard = EventFilter.streams(NamePattern.of("order-*-eu"));
    private final EventFilter both = EventFilter.streams(NamePattern.prefix("order-"))
            .and(EventFilter.types(NamePattern.of("*Placed")).not());
    private final RecordedEvent event = new RecordedEvent(
            "order-4711-eu",
            7,
            new UUID(1, 2),
            "OrderShipped",
            true,
            new byte[0],
            new byte[0],
            Instant.EPOCH,
            Position.START);

    /** The beginning of a stream's name. */
    @Benchmark
    public boolean prefix() {
        return prefix.accepts(event);
    }

    /** A stream's name with a star in it. */
    @Benchmark
    public boolean wildcard() {
        return wildcard.accepts(event);
    }

    /** A rule about streams and one about types. */
    @Benchmark
    public boolean both() {
        return both.accepts(event);
    }
}
