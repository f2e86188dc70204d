package io.linker.origin;

import io.linker.event.OriginPosition;
import java.time.Instant;

/** Where a link begins when it has no checkpoint. A link that has one always goes on from there. */
public sealed interface StartFrom {
    /** With the first event there is. */
    record Beginning() implements StartFrom {}

    /** With what is written from now on. */
    record End() implements StartFrom {}

    /** Behind a place. */
    record After(OriginPosition position) implements StartFrom {}

    /** With the first event written at or after a point in time, by the origin's clock. Reads from the beginning. */
    record Time(Instant since) implements StartFrom {}

    /** With the first event there is. */
    static StartFrom beginning() {
        return new Beginning();
    }

    /** With what is written from now on. */
    static StartFrom end() {
        return new End();
    }

    /** Behind a place. */
    static StartFrom after(OriginPosition position) {
        return new After(position);
    }

    /** With the first event written at or after {@code since}. */
    static StartFrom time(Instant since) {
        return new Time(since);
    }
}
