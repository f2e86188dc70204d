package io.linker.event;

import java.util.Map;
import java.util.TreeMap;

/**
 * How far a link has come at its origin: everything up to and including this place is done. The form depends on what is
 * read, and a position of one form means nothing to an origin of another.
 */
public sealed interface OriginPosition {
    /**
     * A place in {@code $all}, as clients tell it of an event, and of a write: {@code getLogPosition()} of the official client's
     * result has both numbers.
     *
     * @param commit commit position, unsigned
     * @param prepare prepare position, unsigned
     */
    static OriginPosition of(long commit, long prepare) {
        return new All(new Position(commit, prepare));
    }

    /** A place in one stream, for links that read single streams. */
    static OriginPosition of(String stream, long revision) {
        return new Streams(Map.of(stream, revision));
    }

    /** Whether this place is {@code target} or lies behind it; never true of another form. */
    boolean reaches(OriginPosition target);

    /**
     * The place up to which both have come.
     *
     * @throws IllegalArgumentException if the other has another form
     */
    OriginPosition lower(OriginPosition other);

    /** A place in {@code $all}. */
    record All(Position position) implements OriginPosition {
        /** Before the first event of the database. */
        public static final All START = new All(Position.START);

        @Override
        public boolean reaches(OriginPosition target) {
            return target instanceof All all && position.compareTo(all.position) >= 0;
        }

        @Override
        public OriginPosition lower(OriginPosition other) {
            if (!(other instanceof All)) {
                throw new IllegalArgumentException(this + " and " + other + " are places of different kinds");
            }
            return reaches(other) ? other : this;
        }

        @Override
        public String toString() {
            return position.toString();
        }
    }

    /**
     * A place in each of several streams, or in the one link stream of a category.
     *
     * @param revisions the last revision that is done, by stream; a stream that is absent was not begun
     */
    record Streams(Map<String, Long> revisions) implements OriginPosition {
        /** Before the first event of every stream. */
        public static final Streams START = new Streams(Map.of());

        /** Copies the map. */
        public Streams {
            revisions = Map.copyOf(revisions);
        }

        /** This position with one stream moved on to {@code revision}. */
        public Streams with(String stream, long revision) {
            if (revisions.isEmpty() || (revisions.size() == 1 && revisions.containsKey(stream))) {
                return new Streams(Map.of(stream, revision));
            }
            var moved = new TreeMap<>(revisions);
            moved.put(stream, revision);
            return new Streams(moved);
        }

        @Override
        public boolean reaches(OriginPosition target) {
            return target instanceof Streams streams
                    && streams.revisions.entrySet().stream()
                            .allMatch(other -> revisions.getOrDefault(other.getKey(), -1L) >= other.getValue());
        }

        @Override
        public OriginPosition lower(OriginPosition other) {
            if (!(other instanceof Streams streams)) {
                throw new IllegalArgumentException(this + " and " + other + " are places of different kinds");
            }
            var both = new TreeMap<>(revisions);
            both.keySet().retainAll(streams.revisions.keySet());
            both.replaceAll((stream, revision) -> Math.min(revision, streams.revisions.getOrDefault(stream, -1L)));
            return new Streams(both);
        }

        @Override
        public String toString() {
            return new TreeMap<>(revisions).toString();
        }
    }
}
