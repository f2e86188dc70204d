package io.linker.verify;

import com.google.common.hash.BloomFilter;
import com.google.common.hash.Funnels;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Ids of which there may be any number: exact while they are few, then with mistakes in favour of an id, in 9 MB. */
final class IdSet {
    private static final int MOST_EXACTLY = 50_000;
    private static final int MANY = 5_000_000;
    private static final double MISTAKES = 0.001;

    private Set<UUID> exact = new HashSet<>();
    private @Nullable BloomFilter<Long> many;

    void add(UUID id) {
        if (many != null) {
            many.put(folded(id));
            return;
        }
        exact.add(id);
        if (exact.size() > MOST_EXACTLY) {
            BloomFilter<Long> filter = BloomFilter.create(Funnels.longFunnel(), MANY, MISTAKES);
            exact.forEach(each -> filter.put(folded(each)));
            many = filter;
            exact = Set.of();
        }
    }

    boolean mayContain(UUID id) {
        return many == null ? exact.contains(id) : many.mightContain(folded(id));
    }

    /** Two ids that fold to one cost a look at an event that is somebody else's, no more. */
    static long folded(UUID id) {
        return id.getMostSignificantBits() ^ Long.rotateLeft(id.getLeastSignificantBits(), 32);
    }
}
