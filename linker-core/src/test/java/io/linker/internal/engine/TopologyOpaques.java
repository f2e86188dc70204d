package io.linker.internal.engine;

import com.google.protobuf.ByteString;
import io.linker.event.Birth;
import io.linker.testkit.internal.log.NewEvent;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Events that cannot carry provenance, in some of the runs, whose links look them up by id. */
final class TopologyOpaques {
    private final SplittableRandom random;
    private final int oneIn;
    private final Map<UUID, Birth> births = new HashMap<>();

    TopologyOpaques(long seed) {
        random = new SplittableRandom(seed);
        oneIn = random.nextInt(3) == 0 ? 1 + random.nextInt(10) : 0;
    }

    /** Whether the links look up ids; else each of these would be undeliverable. */
    boolean areWritten() {
        return oneIn > 0;
    }

    /** The event, or one in its place whose metadata is no object. */
    NewEvent perhaps(NewEvent event, String database, String stream, long revision) {
        boolean inherits = !event.metadata().isEmpty() && event.metadata().byteAt(0) != '{';
        if (oneIn == 0 || (random.nextInt(oneIn) > 0 && !inherits)) {
            return event;
        }
        births.put(event.id(), new Birth(database, stream, revision));
        var metadata = ByteString.copyFromUtf8(random.nextBoolean() ? "[1]" : "opaque");
        return new NewEvent(event.id(), event.type(), event.json(), event.data(), metadata);
    }

    /** Where such an event was first written; null for any other event. */
    @Nullable
    Birth birth(UUID event) {
        return births.get(event);
    }
}
