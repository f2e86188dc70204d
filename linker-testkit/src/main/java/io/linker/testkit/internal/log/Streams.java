package io.linker.testkit.internal.log;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** All streams that were ever written, or have metadata. */
final class Streams {
    private final Map<String, StreamIndex> byName = new ConcurrentHashMap<>();

    @Nullable
    StreamIndex find(String name) {
        return byName.get(name);
    }

    StreamIndex findOrCreate(String name) {
        StreamIndex index = byName.get(name);
        return index != null ? index : byName.computeIfAbsent(name, StreamIndex::new);
    }

    void forEach(BiConsumer<String, StreamIndex> action) {
        byName.forEach(action);
    }
}
