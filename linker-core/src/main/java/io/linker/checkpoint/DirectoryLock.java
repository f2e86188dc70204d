package io.linker.checkpoint;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Work done while a lock file is held against other processes and against other users in this one. */
final class DirectoryLock {
    private static final Duration PAUSE = Duration.ofMillis(5);

    private DirectoryLock() {}

    /** What is done under the lock. */
    interface Work<T> {
        T run() throws IOException;
    }

    /**
     * Waits for the lock, does the work and lets go.
     *
     * @throws IOException if somebody else holds the lock for longer than {@code timeout}, or the work throws it
     */
    static <T> T holding(Path file, Duration timeout, Work<T> work) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            acquire(channel, file, timeout);
            return work.run();
        }
    }

    private static void acquire(FileChannel channel, Path file, Duration timeout) throws IOException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (tryLock(channel) == null) {
            if (System.nanoTime() - deadline > 0) {
                throw new IOException("somebody else holds " + file);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    /** The lock ends with the channel. */
    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException heldInThisProcess) {
            return null;
        }
    }
}
