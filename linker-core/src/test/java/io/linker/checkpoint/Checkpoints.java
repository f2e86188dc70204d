package io.linker.checkpoint;

import io.linker.event.OriginPosition;
import io.linker.event.Position;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** Checkpoints for tests. */
final class Checkpoints {
    private Checkpoints() {}

    static Checkpoint at(String link, long commit) {
        return with(link, new OriginPosition.All(new Position(commit, commit)));
    }

    static Checkpoint with(String link, OriginPosition position) {
        return new Checkpoint(
                link,
                position,
                3,
                new UUID(1, 2),
                Instant.parse("2026-11-21T10:15:30.123456700Z"),
                Map.of("delivered", 12L, "skipped.filtered", 7L),
                new Witness("order-1", 5, new UUID(3, 4), new Position(-2, -3)),
                null,
                "streams like \"order-*\"",
                new Share(1, 3));
    }
}
