package io.linker.origin;

import io.linker.event.OriginPosition;

/** Where a link ends by itself. */
public sealed interface StopAt {
    /** Nowhere. */
    record Never() implements StopAt {}

    /** At the place where the origin ended when the link started. */
    record Head() implements StopAt {}

    /** At a place, that included. */
    record At(OriginPosition position) implements StopAt {}

    /** Nowhere: the link follows the origin until it is stopped. */
    static StopAt never() {
        return new Never();
    }

    /** At the place where the origin ended when the link started. */
    static StopAt head() {
        return new Head();
    }

    /** At a place, that included. */
    static StopAt at(OriginPosition position) {
        return new At(position);
    }
}
