package io.linker.testkit.internal.log;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Wakes readers that wait for events: those of {@code $all} at every write, those of a stream at its own. */
final class Signals {
    private final Set<Runnable> all = ConcurrentHashMap.newKeySet();
    private final Map<String, Set<Runnable>> byStream = new ConcurrentHashMap<>();

    Registration register(Runnable wake) {
        all.add(wake);
        return () -> all.remove(wake);
    }

    Registration register(String stream, Runnable wake) {
        byStream.compute(stream, (name, present) -> {
            Set<Runnable> waiting = present == null ? ConcurrentHashMap.newKeySet() : present;
            waiting.add(wake);
            return waiting;
        });
        return () -> byStream.computeIfPresent(stream, (name, waiting) -> {
            waiting.remove(wake);
            return waiting.isEmpty() ? null : waiting;
        });
    }

    /** Each of these streams has changed. */
    void appendedTo(List<String> streams) {
        for (String stream : streams) {
            Set<Runnable> waiting = byStream.get(stream);
            if (waiting != null) {
                waiting.forEach(Runnable::run);
            }
        }
        if (!streams.isEmpty() && !all.isEmpty()) {
            all.forEach(Runnable::run);
        }
    }
}
