package io.linker.benchmarks.ends;

import java.io.IOException;

/** Two databases that copies are made between, again and again. */
public interface Databases extends AutoCloseable {
    /** A copy of this load over this distance, of which the destination has nothing yet. Ends the scene before. */
    Scene scene(Load load, int roundTripMillis) throws IOException, InterruptedException;

    @Override
    void close() throws IOException;
}
