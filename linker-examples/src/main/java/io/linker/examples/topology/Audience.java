package io.linker.examples.topology;

import io.linker.status.LinkStatus;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** Who watches a topology. */
public interface Audience {
    /** Something to wait for. */
    interface Condition {
        /** Waits until it is fulfilled, at most so long; tells whether it is. */
        boolean await(Duration bound) throws InterruptedException;
    }

    /** Hears what happens next. */
    void print(String line);

    /** Sees the links get on until {@code done}; false if that takes longer than {@code bound}, or the audience leaves before. */
    boolean watch(Supplier<List<LinkStatus>> links, Condition done, Duration bound) throws InterruptedException;
}
