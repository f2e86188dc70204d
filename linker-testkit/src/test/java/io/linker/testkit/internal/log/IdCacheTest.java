package io.linker.testkit.internal.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The memory of recent ids against a plain queue and set. */
class IdCacheTest {
    private static final String STREAM = "s".repeat(500);
    /** The server's formula for that name: 28, and 1021 rounded up to a multiple of eight. */
    private static final int ENTRIES = (int) (IdCache.CAPACITY / (28 + 1024));

    private final IdCache cache = new IdCache();

    @Test
    void theOldestGoFirstAndAllOthersAreFound() {
        Random random = new Random(7);
        Deque<UUID> queue = new ArrayDeque<>();
        Set<UUID> known = new HashSet<>();
        for (int i = 0; i < 5 * ENTRIES; i++) {
            // Ids that differ in few bits collide most.
            UUID id = new UUID(i / 3, random.nextInt(4));
            cache.remember(id, STREAM, i);
            if (known.add(id)) {
                queue.add(id);
            }
            if (queue.size() > ENTRIES) {
                UUID gone = queue.remove();
                known.remove(gone);
                assertThat(cache.find(gone)).isNull();
            }
        }
        assertThat(queue).hasSize(ENTRIES).allMatch(id -> cache.find(id) != null);
    }

    @Test
    void theFirstWriterWins() {
        UUID id = new UUID(1, 2);
        cache.remember(id, "first", 3);
        cache.remember(id, "second", 4);
        assertThat(cache.find(id)).isEqualTo(new IdCache.Place("first", 3));
    }

    @Test
    void clearedItKnowsNothing() {
        cache.remember(new UUID(1, 2), "s", 3);
        cache.clear();
        assertThat(cache.find(new UUID(1, 2))).isNull();
        cache.remember(new UUID(1, 2), "t", 4);
        assertThat(cache.find(new UUID(1, 2))).isEqualTo(new IdCache.Place("t", 4));
    }
}
