package io.linker.verify;

import io.linker.event.OriginPosition;

/** A database that is read from one place to another, for comparing. */
public interface HistorySource {
    /** Where what is read ends now. */
    OriginPosition end();

    /** What stands behind {@code after}, up to {@code upTo} and that included. */
    History between(OriginPosition after, OriginPosition upTo);
}
