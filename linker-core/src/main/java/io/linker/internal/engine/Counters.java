package io.linker.internal.engine;

import io.linker.event.SkipReason;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** Totals of one link since its first start, as far as its checkpoint remembers them. */
final class Counters {
    long read;
    long delivered;
    long deliveredBytes;
    long conflicts;
    long parked;
    private final Map<SkipReason, Long> skipped = new EnumMap<>(SkipReason.class);

    void skipped(SkipReason reason) {
        skipped.merge(reason, 1L, Long::sum);
    }

    Map<SkipReason, Long> skipped() {
        return Map.copyOf(skipped);
    }

    /** The totals by the names they have in a checkpoint. */
    Map<String, Long> toMap() {
        var all = new TreeMap<String, Long>();
        all.put("read", read);
        all.put("delivered", delivered);
        all.put("deliveredBytes", deliveredBytes);
        all.put("conflicts", conflicts);
        all.put("parked", parked);
        skipped.forEach((reason, count) -> all.put("skipped." + reason, count));
        return all;
    }

    void restore(Map<String, Long> totals) {
        read = totals.getOrDefault("read", 0L);
        delivered = totals.getOrDefault("delivered", 0L);
        deliveredBytes = totals.getOrDefault("deliveredBytes", 0L);
        conflicts = totals.getOrDefault("conflicts", 0L);
        parked = totals.getOrDefault("parked", 0L);
        for (SkipReason reason : SkipReason.values()) {
            Long count = totals.get("skipped." + reason);
            if (count != null) {
                skipped.put(reason, count);
            }
        }
    }
}
