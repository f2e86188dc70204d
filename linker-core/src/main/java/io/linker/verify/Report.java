package io.linker.verify;

import io.linker.verify.Finding.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a comparison found.
 *
 * @param faithful how many events are at both sides as they should be
 * @param diverted how many stand in a conflict or park stream instead of their own
 * @param foreign how many of the destination are others' and no concern of the link
 * @param counts how many differences of each kind; kinds without any are absent
 * @param damagedStreams how many streams differ in anything
 * @param first the first differences in full, to a limit
 */
public record Report(
        long faithful, long diverted, long foreign, Map<Kind, Long> counts, long damagedStreams, List<Finding> first) {
    /** Copies the collections. */
    public Report {
        counts = Map.copyOf(counts);
        first = List.copyOf(first);
    }

    /** Whether the copy is what it should be. */
    public boolean isFaithful() {
        return counts.isEmpty();
    }

    /** How many differences of this kind. */
    public long count(Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    @Override
    public String toString() {
        var text = new StringBuilder();
        text.append(faithful).append(" events are faithful, ").append(diverted).append(" diverted, ");
        text.append(foreign).append(" are others'");
        if (isFaithful()) {
            return text.append("; no differences").toString();
        }
        text.append("; differences in ").append(damagedStreams).append(" streams:");
        for (Kind kind : Kind.values()) {
            if (count(kind) > 0) {
                text.append(' ')
                        .append(count(kind))
                        .append(' ')
                        .append(kind.name().toLowerCase(Locale.ROOT));
            }
        }
        first.forEach(
                finding -> text.append(System.lineSeparator()).append("  ").append(finding));
        return text.toString();
    }
}
