package io.linker.benchmarks.micro;

import io.linker.event.OriginEvent;
import io.linker.event.OriginPosition;
import io.linker.event.Outcome;
import io.linker.event.Position;
import io.linker.event.RecordedEvent;
import io.linker.internal.prepare.Preparation;
import io.linker.internal.prepare.PreparationSettings;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What is made of an event before the engine sees it: the whole line, whose weight is provenance. */
@State(Scope.Thread)
public class SpliceBenchmark {
    private static final String PLAIN =
            "{\"$correlationId\":\"6b1f4f5e-6f0b-4c5b-9b36-0c9a4be3b2a1\",\"user\":\"somebody\"}";
    private static final String TRAVELLED = "{\"user\":\"somebody\",\"$origin\":\"first\",\"$revisions\":\"7\","
            + "\"$eventStreamId\":\"order-1\",\"$eventNumber\":7,\"$eventId\":\"00000000-0000-0001-0000-000000000002\","
            + "\"$applies\":\"2026-01-01T00:00:00Z\"}";

    /** What the event's metadata is. */
    @Param({"empty", "plain", "travelled"})
    private String metadata = "plain";

    private final Preparation provenance = new Preparation(PreparationSettings.defaults("origin", "destination"));
    private final Preparation exact = new Preparation(PreparationSettings.exactCopy("origin", "destination"));
    private OriginEvent event = event(PLAIN);

    /** Takes the event that the parameter says. */
    @Setup
    public void prepare() {
        event = event(
                switch (metadata) {
                    case "empty" -> "";
                    case "plain" -> PLAIN;
                    default -> TRAVELLED;
                });
    }

    private static OriginEvent event(String metadata) {
        var recorded = new RecordedEvent(
                "order-1",
                7,
                new UUID(1, 2),
                "OrderPlaced",
                true,
                new byte[256],
                metadata.getBytes(StandardCharsets.UTF_8),
                Instant.EPOCH,
                new Position(1000, 1000));
        return new OriginEvent(recorded, OriginPosition.All.START);
    }

    /** With provenance. */
    @Benchmark
    public Outcome provenance() {
        return provenance.prepare(event);
    }

    /** Byte for byte; the trail is read all the same. */
    @Benchmark
    public Outcome exact() {
        return exact.prepare(event);
    }
}
