package io.linker.benchmarks.ends;

import io.linker.event.Position;

/**
 * A copy that is to be made.
 *
 * @param origin where to read
 * @param destination where to write; holds nothing of it
 * @param after where at the origin it begins
 * @param events how many there are from there to the end
 */
public record Scene(Address origin, Address destination, Position after, int events) {
    /** Whether a stream is none that is to be copied. */
    public static boolean isSystem(String stream) {
        return stream.startsWith("$");
    }
}
