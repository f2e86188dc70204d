package io.linker.verify;

import java.nio.file.Path;

/**
 * What a comparison may use. With the defaults ten million events need about 2 GB of temporary files and less than 100 MB
 * of heap.
 *
 * @param directory where temporary files go; about 100 bytes and the stream's name for each event of either side
 * @param entriesInMemory how many events are held in memory at a time, at some 200 bytes each; at least 1000
 * @param differences how many differing events of one stream are told apart; beyond them its counts are lower bounds
 * @param findings how many differences the report holds in full; all are counted
 */
public record Limits(Path directory, int entriesInMemory, int differences, int findings) {
    /** The system's directory for temporary files, 100,000 events in memory, 50,000 differences, 100 in full. */
    public static final Limits DEFAULT =
            new Limits(Path.of(System.getProperty("java.io.tmpdir", ".")), 100_000, 50_000, 100);

    /** Checks the ranges. */
    public Limits {
        if (entriesInMemory < 1000 || differences < 1 || findings < 1) {
            throw new IllegalArgumentException(
                    "entriesInMemory must be at least 1000, differences and findings at least 1");
        }
    }
}
