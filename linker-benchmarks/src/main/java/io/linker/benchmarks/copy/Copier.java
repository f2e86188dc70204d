package io.linker.benchmarks.copy;

import io.linker.benchmarks.ends.Scene;
import java.time.Duration;

/** A way to copy one database to another. */
public interface Copier {
    /** What it is called in tables. */
    String name();

    /**
     * Copies the scene, or of a slow one as much as comes within the bound. The time runs from the confirmed subscription.
     *
     * @return events per second
     */
    double copy(Scene scene, Duration bound) throws Exception;
}
