package io.linker.checkpoint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.linker.error.CheckpointException;
import io.linker.error.CheckpointException.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/**
 * Keeps each link's checkpoint in a file of its own, {@code <link>.checkpoint.json}, in one directory.
 *
 * <p>A store writes a temporary file, forces it to disk, renames it over the old one and forces the directory, so that a
 * crash at any instant leaves the old checkpoint or the new one. Several processes may use one directory: each call holds
 * a lock file for its short duration and waits at most 10 s for it. The directory has to be on a file system with working
 * locks and atomic renames; network file systems often have neither. Thread-safe.
 */
public final class FileCheckpointStore implements CheckpointStore {
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(10);
    private static final JsonFactory FACTORY = new JsonFactory();

    private final Path directory;

    /**
     * Uses a directory, which is created where it is missing.
     *
     * @throws CheckpointException if it cannot be created
     */
    public FileCheckpointStore(Path directory) {
        this.directory = directory.toAbsolutePath();
        try {
            Files.createDirectories(this.directory);
        } catch (IOException e) {
            throw new CheckpointException(
                    Kind.UNAVAILABLE, "Cannot create the checkpoint directory " + this.directory + ": " + e, e);
        }
    }

    @Override
    public Versioned load(String link) {
        return locked("read", link, () -> read(link));
    }

    @Override
    public Stored store(String link, long expectedVersion, Checkpoint checkpoint) {
        return locked("write", link, () -> {
            Versioned actual = read(link);
            if (actual.version() == expectedVersion) {
                replace(link, encode(expectedVersion + 1, checkpoint));
                return new Stored.Done(expectedVersion + 1);
            }
            boolean repeated = actual.version() == expectedVersion + 1 && checkpoint.equals(actual.checkpoint());
            return repeated ? new Stored.Done(actual.version()) : new Stored.Conflict(actual);
        });
    }

    private <T> T locked(String what, String link, DirectoryLock.Work<T> work) {
        try {
            return DirectoryLock.holding(lockFile(link), LOCK_TIMEOUT, work);
        } catch (IOException e) {
            throw new CheckpointException(
                    Kind.UNAVAILABLE, "Cannot " + what + " the checkpoint " + file(link) + ": " + e, e);
        }
    }

    private Versioned read(String link) throws IOException {
        byte[] content;
        try {
            content = Files.readAllBytes(file(link));
        } catch (NoSuchFileException none) {
            return Versioned.ABSENT;
        }
        Versioned found;
        try {
            var fields = new Fields("", JsonTree.read(content));
            found = new Versioned(fields.number("version"), CheckpointCodec.read(fields.object("checkpoint")));
        } catch (IOException | IllegalArgumentException malformed) {
            throw new CheckpointException(
                    Kind.MALFORMED,
                    "The file " + file(link) + " is no checkpoint or is damaged (" + malformed.getMessage()
                            + "); move it away to start without it",
                    malformed);
        }
        requireLink(link, found);
        return found;
    }

    private void requireLink(String link, Versioned found) {
        Checkpoint checkpoint = found.checkpoint();
        if (checkpoint != null && !checkpoint.link().equals(link)) {
            throw new CheckpointException(
                    Kind.MALFORMED,
                    "The file " + file(link) + " holds the checkpoint of the link \"" + checkpoint.link() + "\"",
                    null);
        }
    }

    private static byte[] encode(long version, Checkpoint checkpoint) throws IOException {
        var bytes = new ByteArrayOutputStream(512);
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeNumberField("version", version);
            json.writeFieldName("checkpoint");
            CheckpointCodec.write(json, checkpoint);
            json.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private void replace(String link, byte[] content) throws IOException {
        Path temporary = directory.resolve(fileName(link) + ".checkpoint.tmp");
        try (FileChannel channel = FileChannel.open(
                temporary, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        Files.move(temporary, file(link), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceDirectory();
    }

    private void forceDirectory() throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (AccessDeniedException windows) {
            // Windows does not open directories; there the rename itself is journalled
        }
    }

    private Path file(String link) {
        return directory.resolve(fileName(link) + ".checkpoint.json");
    }

    private Path lockFile(String link) {
        return directory.resolve(fileName(link) + ".checkpoint.lock");
    }

    /** Two links never share a file: everything outside a safe alphabet is percent-encoded, lower and upper case kept. */
    private static String fileName(String link) {
        var name = new StringBuilder();
        for (byte octet : link.getBytes(StandardCharsets.UTF_8)) {
            boolean safe = octet == '-'
                    || octet == '_'
                    || (octet >= '0' && octet <= '9')
                    || (octet >= 'a' && octet <= 'z')
                    || (octet >= 'A' && octet <= 'Z');
            if (safe) {
                name.append((char) octet);
            } else {
                name.append(String.format("%%%02X", octet & 0xff));
            }
        }
        return name.toString();
    }
}
