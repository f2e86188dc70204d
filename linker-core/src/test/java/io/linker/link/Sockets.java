package io.linker.link;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What this process holds open, as the system tells it; nothing where it does not tell. */
final class Sockets {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final List<Path> TABLES = List.of(Path.of("/proc/self/net/tcp"), Path.of("/proc/self/net/tcp6"));
    private static final int REMOTE = 2;
    private static final int INODE = 9;

    private Sockets() {}

    /** How many sockets are connected to this port of this machine and not closed. */
    static long openTo(int port) {
        String remote = String.format(":%04X", port);
        return TABLES.stream()
                .filter(Files::exists)
                .flatMap(Sockets::rows)
                .map(row -> row.trim().split("\\s+"))
                .filter(row -> row[REMOTE].endsWith(remote))
                .filter(row ->
                        !row[INODE].equals("0")) // closed by its owner, and only the kernel still sees to its end
                .count();
    }

    /** How many files and sockets are open. */
    static long descriptors() {
        if (!Files.exists(DESCRIPTORS)) {
            return 0;
        }
        try (Stream<Path> open = Files.list(DESCRIPTORS)) {
            return open.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> rows(Path table) {
        try {
            return Files.readAllLines(table).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
