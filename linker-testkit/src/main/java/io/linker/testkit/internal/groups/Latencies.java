package io.linker.testkit.internal.groups;

import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;

/** The last thousand answer times of a consumer, summed up under the names the server gives them. */
final class Latencies {
    private static final int WINDOW = 1000;

    private final ArrayDeque<Long> millis = new ArrayDeque<>();

    void add(long value) {
        if (millis.size() == WINDOW) {
            millis.removeFirst();
        }
        millis.addLast(value);
    }

    /** In milliseconds; empty before the first answer. */
    Map<String, Long> summary() {
        if (millis.isEmpty()) {
            return Map.of();
        }
        long[] sorted = millis.stream().mapToLong(Long::longValue).sorted().toArray();
        Map<String, Long> summary = new LinkedHashMap<>();
        summary.put("Mean", millis.stream().mapToLong(Long::longValue).sum() / sorted.length);
        summary.put("Median", sorted[sorted.length / 2]);
        summary.put("Fastest", sorted[0]);
        for (int i = 0; i < 5; i++) {
            summary.put("Quintile " + (i + 1), at(sorted, i * 200));
        }
        summary.put("90%", at(sorted, 900));
        summary.put("95%", at(sorted, 950));
        summary.put("99%", at(sorted, 990));
        summary.put("99.5%", at(sorted, 995));
        summary.put("99.9%", at(sorted, 999));
        summary.put("Highest", sorted[sorted.length - 1]);
        return summary;
    }

    private static long at(long[] sorted, int perMille) {
        return sorted[perMille * sorted.length / 1000];
    }
}
