package io.linker.testkit.internal.log;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;

/**
 * How a log behaves.
 *
 * @param clock stamps events, and tells their age
 * @param projections whether events get links by category and by event type
 * @param storage where events are kept; in memory if empty
 */
public record LogOptions(InstantSource clock, boolean projections, Optional<Storage> storage) {

    /**
     * Events in a file.
     *
     * @param directory the log's own; created if it is not there
     * @param sync whether a write waits for the disk; otherwise it survives the process, not the machine
     */
    public record Storage(Path directory, boolean sync) {}
}
