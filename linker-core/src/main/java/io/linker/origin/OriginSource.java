package io.linker.origin;

import io.linker.event.OriginPosition;
import io.linker.event.ServerFilter;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a link reads at its origin. Each has its own form of position and its own needs of rights. */
public sealed interface OriginSource {
    /** The position before the first event, in the form this source uses. */
    OriginPosition start();

    /** Whether a position is one of this source: of its form, and in nothing else than it reads. */
    boolean knows(OriginPosition position);

    /**
     * The whole database. Needs a user that may read {@code $all}: an administrator, unless the server's access list for
     * {@code $all} says otherwise.
     *
     * @param filter what the server leaves out; null for nothing
     */
    record All(@Nullable ServerFilter filter) implements OriginSource {
        @Override
        public OriginPosition start() {
            return OriginPosition.All.START;
        }

        @Override
        public boolean knows(OriginPosition position) {
            return position instanceof OriginPosition.All;
        }

        @Override
        public String toString() {
            return "$all";
        }
    }

    /**
     * Some streams, in order each, in no particular order among each other. Needs the right to read these streams only.
     *
     * @param streams 1 to {@value #MOST} names, no name twice
     */
    record Streams(List<String> streams) implements OriginSource {
        /** Each stream is a call of its own, and servers take 100 calls on a connection. */
        public static final int MOST = 64;

        /** Copies the list. */
        public Streams {
            streams = List.copyOf(streams);
            if (streams.isEmpty() || streams.size() > MOST) {
                throw new IllegalArgumentException("A link reads 1 to " + MOST + " single streams, not "
                        + streams.size() + "; for more read a category, or $all with a filter");
            }
            if (streams.stream().distinct().count() < streams.size()) {
                throw new IllegalArgumentException("A stream is named twice: " + streams);
            }
        }

        @Override
        public OriginPosition start() {
            return OriginPosition.Streams.START;
        }

        @Override
        public boolean knows(OriginPosition position) {
            return position instanceof OriginPosition.Streams places
                    && streams.containsAll(places.revisions().keySet());
        }

        @Override
        public String toString() {
            return String.join(", ", streams);
        }
    }

    /**
     * The streams of one category, through the links that the projection {@code $by_category} keeps for it. Needs the right
     * to read these streams, and the projection to run.
     *
     * @param category what stands before the first {@code -} of the streams' names
     */
    record Category(String category) implements OriginSource {
        /** The stream that holds the links. */
        public String linkStream() {
            return "$ce-" + category;
        }

        @Override
        public OriginPosition start() {
            return OriginPosition.Streams.START;
        }

        @Override
        public boolean knows(OriginPosition position) {
            return position instanceof OriginPosition.Streams places
                    && Set.of(linkStream()).containsAll(places.revisions().keySet());
        }

        @Override
        public String toString() {
            return linkStream();
        }
    }
}
