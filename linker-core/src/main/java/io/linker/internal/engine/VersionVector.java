package io.linker.internal.engine;

import io.linker.event.Birth;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How far one stream has come: of each writer the highest number that stands in it. Links keep the order of a stream, so
 * everything of that writer up to there stands in it, too. Immutable.
 */
final class VersionVector {
    static final VersionVector NONE = new VersionVector(Map.of());

    /** A stream has one writer for each database. More come only of streams that were renamed to one; the eldest are forgotten. */
    private static final int MOST = 32;

    private record Writer(String database, String stream) {
        static Writer of(Birth birth) {
            return new Writer(birth.database(), birth.stream());
        }
    }

    private final Map<Writer, Long> highest;

    private VersionVector(Map<Writer, Long> highest) {
        this.highest = highest;
    }

    VersionVector with(Birth birth) {
        if (covers(birth)) {
            return this;
        }
        var more = new LinkedHashMap<>(highest);
        more.remove(Writer.of(birth)); // so that it is the youngest
        more.put(Writer.of(birth), birth.number());
        if (more.size() > MOST) {
            Iterator<Writer> eldest = more.keySet().iterator();
            eldest.next();
            eldest.remove();
        }
        return new VersionVector(more);
    }

    /** The highest number of the writer of this event; -1 if nothing of it is known. */
    long highest(Birth birth) {
        return highest.getOrDefault(Writer.of(birth), -1L);
    }

    boolean covers(Birth birth) {
        return highest(birth) >= birth.number();
    }

    /** The newest event of each writer. */
    List<Birth> newest() {
        return highest.entrySet().stream()
                .map(entry -> new Birth(entry.getKey().database, entry.getKey().stream, entry.getValue()))
                .toList();
    }

    boolean isEmpty() {
        return highest.isEmpty();
    }

    @Override
    public String toString() {
        return highest.toString();
    }
}
