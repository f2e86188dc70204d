package io.linker.verify;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Events of one side that have no partner on the other yet; of the same id the oldest goes first. */
final class Pending {
    private final Map<UUID, Deque<Placed>> byId = new HashMap<>();
    private int size;

    /** An event and its place among the events of its side. */
    record Placed(long index, Entry entry) {}

    void add(long index, Entry entry) {
        byId.computeIfAbsent(entry.id(), id -> new ArrayDeque<>(1)).add(new Placed(index, entry));
        size++;
    }

    /** The oldest with this id, which is gone then; null for none. */
    @Nullable
    Placed take(UUID id) {
        Deque<Placed> same = byId.get(id);
        if (same == null) {
            return null;
        }
        Placed oldest = same.remove();
        size--;
        if (same.isEmpty()) {
            byId.remove(id);
        }
        return oldest;
    }

    int size() {
        return size;
    }

    /** In the order of their places. */
    List<Placed> sorted() {
        return byId.values().stream()
                .flatMap(Collection::stream)
                .sorted(Comparator.comparingLong(Placed::index))
                .toList();
    }

    Set<Long> indexes() {
        return byId.values().stream()
                .flatMap(Collection::stream)
                .map(Placed::index)
                .collect(Collectors.toCollection(HashSet::new));
    }

    Set<UUID> ids() {
        return new HashSet<>(byId.keySet());
    }
}
