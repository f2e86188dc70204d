package io.linker.examples.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What must hold of a topology, each thing in one sentence, and whether it does. For one thread. */
public final class Verdict {
    private final List<String> lines = new ArrayList<>();
    private boolean holds = true;

    /** Whether everything that must hold does. */
    public boolean holds() {
        return holds;
    }

    /** One line for each thing. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    void must(String sentence, boolean fulfilled) {
        lines.add((fulfilled ? "ok         " : "NOT TRUE   ") + sentence);
        holds &= fulfilled;
    }

    void complete(Contents contents, Map<String, Long> written) {
        complete("", contents, written);
    }

    /** The database holds what was written, each event once, unaltered, and each writer's in the order they were written. */
    void complete(String when, Contents contents, Map<String, Long> written) {
        List<String> faults = contents.faults(written);
        long events = written.values().stream().mapToLong(Long::longValue).sum();
        String all = when + contents.database() + " holds all " + events + " events of "
                + String.join(", ", new TreeMap<>(written).keySet()) + ", each once, each writer's in its order";
        must(faults.isEmpty() ? all : all + ": " + String.join("; ", faults), faults.isEmpty());
    }
}
