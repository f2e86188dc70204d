package io.linker.verify;

import io.linker.verify.Finding.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Counts what the comparison finds, and keeps the first findings. */
final class Tally {
    private final Map<Kind, Long> counts = new EnumMap<>(Kind.class);
    private final List<Finding> first = new ArrayList<>();
    private final int mostFindings;
    private final Totals totals = new Totals();
    private @Nullable String lastDamaged;

    Tally(int mostFindings) {
        this.mostFindings = mostFindings;
    }

    /** What is no difference. */
    private static final class Totals {
        private long faithful;
        private long diverted;
        private long foreign;
        private long damagedStreams;
    }

    void faithful() {
        totals.faithful++;
    }

    void diverted() {
        totals.diverted++;
    }

    void foreign(long events) {
        totals.foreign += events;
    }

    /** Findings of one stream have to come together, or it is counted twice among the damaged ones. */
    void add(Kind kind, String stream, @Nullable UUID id, String words) {
        counts.merge(kind, 1L, Long::sum);
        if (!stream.equals(lastDamaged)) {
            totals.damagedStreams++;
            lastDamaged = stream;
        }
        if (first.size() < mostFindings) {
            first.add(new Finding(kind, stream, id, words));
        }
    }

    Report report() {
        return new Report(totals.faithful, totals.diverted, totals.foreign, counts, totals.damagedStreams, first);
    }
}
