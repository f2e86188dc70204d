package io.linker.esdb;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes that were sent and not answered, oldest first. Each gets one answer: the server's, or that there was none in time;
 * what comes later is not the answer to anything. Safe for threads.
 */
final class Unanswered {
    private final Map<Long, Sent> byId = new LinkedHashMap<>();
    private long sends;

    private record Sent(long send, long at) {}

    /** Notes a write; the number returned tells this sending of it from an earlier one. */
    synchronized long sent(long id, long now) {
        byId.remove(id); // so that a repeated one is the youngest
        byId.put(id, new Sent(++sends, now));
        return sends;
    }

    /** Whether this answers a write that waits for it; it no longer waits then. */
    synchronized boolean answered(long id, long send) {
        Sent waiting = byId.get(id);
        if (waiting == null || waiting.send() != send) {
            return false;
        }
        byId.remove(id);
        return true;
    }

    /** Takes out the writes that were sent at {@code then} or earlier. */
    synchronized List<Long> olderThan(long then) {
        List<Long> expired = new ArrayList<>();
        for (Iterator<Map.Entry<Long, Sent>> oldest = byId.entrySet().iterator(); oldest.hasNext(); ) {
            var next = oldest.next();
            if (next.getValue().at() - then > 0) {
                break;
            }
            expired.add(next.getKey());
            oldest.remove();
        }
        return expired;
    }
}
