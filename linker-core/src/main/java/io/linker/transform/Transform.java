package io.linker.transform;

import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Rewrites the events of a link on their way. Pure: an event may be asked about twice, and has to give the same answer,
 * also after a restart. Called by one thread of the link; may be slow, which slows the link. What it throws makes the event
 * undeliverable.
 *
 * <p>Only events are rewritten. Deletes, tombstones and stream metadata follow their stream, which is why a stream is renamed
 * by {@link #lane}, by its name alone: were it by event, they would not know where to go.
 */
@FunctionalInterface
public interface Transform {
    /** The event as it shall be written, or empty to drop it. */
    Optional<Draft> apply(Draft draft);

    /**
     * The destination stream of everything in an origin stream; by default the same. Two streams must not get one name
     * unless their events may interleave. A system stream's name, or one that begins with {@code linker-}, is refused.
     */
    default String lane(String lane) {
        return lane;
    }

    /** First this, then {@code next}. */
    default Transform then(Transform next) {
        Transform first = this;
        return new Transform() {
            @Override
            public Optional<Draft> apply(Draft draft) {
                return first.apply(draft).flatMap(next::apply);
            }

            @Override
            public String lane(String lane) {
                return next.lane(first.lane(lane));
            }
        };
    }

    /** Changes nothing. */
    static Transform none() {
        return Optional::of;
    }

    /** Renames streams and leaves events alone. */
    static Transform renaming(UnaryOperator<String> names) {
        return new Transform() {
            @Override
            public Optional<Draft> apply(Draft draft) {
                return Optional.of(draft);
            }

            @Override
            public String lane(String lane) {
                return names.apply(lane);
            }
        };
    }
}
