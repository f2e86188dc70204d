package io.linker;

import io.linker.verify.Limits;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How two databases are compared.
 *
 * @param patience how long to wait until the link's checkpoint is where the origin ended at the beginning of the comparison; zero,
 *     the default, for not at all: what the link has not copied yet is then told as lost
 * @param reading most events and bytes a second read of either database; default no limit
 * @param directory for temporary files: about 100 bytes and the stream's name for each event of either side; default the system's
 */
public record ComparisonOptions(Duration patience, Settings.Limits reading, Path directory) {
    /** Compares everything as it is, as fast as it can be read. */
    public static ComparisonOptions defaults() {
        return new ComparisonOptions(Duration.ZERO, Settings.Limits.NONE, Limits.DEFAULT.directory());
    }

    /** The same, for a link that is running: waits until it has copied what the origin holds now, and compares that. */
    public ComparisonOptions waiting(Duration most) {
        return new ComparisonOptions(most, reading, directory);
    }

    /** The same at another rate. */
    public ComparisonOptions reading(Settings.Limits perSecond) {
        return new ComparisonOptions(patience, perSecond, directory);
    }

    /** The same with temporary files elsewhere. */
    public ComparisonOptions in(Path otherDirectory) {
        return new ComparisonOptions(patience, reading, otherDirectory);
    }

    Limits limits() {
        Limits defaults = Limits.DEFAULT;
        return new Limits(directory, defaults.entriesInMemory(), defaults.differences(), defaults.findings());
    }
}
