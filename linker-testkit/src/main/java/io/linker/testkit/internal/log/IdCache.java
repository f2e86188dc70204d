package io.linker.testkit.internal.log;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Remembers where recent event ids were written, which is all that protects a repeat that expects any revision. The
 * first writer of an id wins; the oldest entry goes first and a hit does not refresh it. Not thread-safe.
 */
final class IdCache {
    /** The server's limit for the whole node, in its own measure of weight. */
    static final long CAPACITY = 8_388_608;

    record Place(String stream, long revision) {}

    private final Map<UUID, Place> places = new LinkedHashMap<>();
    private long weight;

    @Nullable
    Place find(UUID id) {
        return places.get(id);
    }

    void remember(UUID id, String stream, long revision) {
        if (places.putIfAbsent(id, new Place(stream, revision)) != null) {
            return;
        }
        weight += weightOf(stream);
        Iterator<Place> oldest = weight > CAPACITY ? places.values().iterator() : null;
        while (weight > CAPACITY && oldest != null) {
            weight -= weightOf(oldest.next().stream());
            oldest.remove();
        }
    }

    void clear() {
        places.clear();
        weight = 0;
    }

    /** The server's formula: an entry and a .NET string of two bytes per character. */
    private static long weightOf(String stream) {
        return 28 + (21 + 2L * stream.length() + 7) / 8 * 8;
    }
}
