package io.linker.esdb;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was sent and not answered, oldest first. Each gets one answer: the server's, or that there was none in time; what comes
 * later is not the answer to anything. Safe for threads.
 *
 * @param <T> what waits
 */
final class Unanswered<T> {
    private final Map<Long, Waiting<T>> byNumber = new LinkedHashMap<>();
    private long sends;

    private record Waiting<T>(T what, long since) {}

    /** Notes something sent at {@code now}; the number returned is to come back with the answer. */
    synchronized long sent(T what, long now) {
        byNumber.put(++sends, new Waiting<>(what, now));
        return sends;
    }

    /** What this answers, if it still waits; it no longer does then. */
    synchronized Optional<T> answered(long number) {
        return Optional.ofNullable(byNumber.remove(number)).map(Waiting::what);
    }

    /** Takes out what was sent at {@code then} or earlier. */
    synchronized List<T> olderThan(long then) {
        List<T> expired = new ArrayList<>();
        for (Iterator<Waiting<T>> oldest = byNumber.values().iterator(); oldest.hasNext(); ) {
            Waiting<T> next = oldest.next();
            if (next.since() - then > 0) {
                break;
            }
            expired.add(next.what());
            oldest.remove();
        }
        return expired;
    }
}
