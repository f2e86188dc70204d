package io.linker.verify;

import com.google.common.hash.BloomFilter;
import com.google.common.hash.Funnels;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Which ids a lane is expected to have: surely, or in a large lane with one mistake in a thousand in favour of an id. */
final class Ids {
    private static final double MISTAKES = 0.001;

    private Ids() {}

    static Predicate<UUID> of(Spool expected, int mostExactly) {
        if (expected.size() <= mostExactly) {
            Set<UUID> exact = new HashSet<>();
            forEach(expected, exact::add);
            return exact::contains;
        }
        BloomFilter<Long> filter = BloomFilter.create(Funnels.longFunnel(), expected.size(), MISTAKES);
        forEach(expected, id -> filter.put(IdSet.folded(id)));
        return id -> filter.mightContain(IdSet.folded(id));
    }

    private static void forEach(Spool expected, Consumer<UUID> each) {
        try (Spool.Cursor cursor = expected.open()) {
            for (Entry entry = cursor.next(); entry != null; entry = cursor.next()) {
                each.accept(entry.id());
            }
        }
    }
}
