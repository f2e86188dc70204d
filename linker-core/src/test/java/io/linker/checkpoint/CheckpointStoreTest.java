package io.linker.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.linker.checkpoint.CheckpointStore.Stored;
import io.linker.checkpoint.CheckpointStore.Versioned;
import io.linker.error.CheckpointException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CheckpointStoreTest {
    @TempDir
    static Path directory;

    static Stream<CheckpointStore> stores() throws IOException {
        Path fresh = Files.createTempDirectory(directory, "store");
        return Stream.of(new InMemoryCheckpointStore(), new FileCheckpointStore(fresh));
    }

    @ParameterizedTest
    @MethodSource("stores")
    void returnsWhatWasStored(CheckpointStore store) {
        assertThat(store.load("a")).isEqualTo(Versioned.ABSENT);
        assertThat(store.store("a", CheckpointStore.NONE, Checkpoints.at("a", 1)))
                .isEqualTo(new Stored.Done(0));
        assertThat(store.store("a", 0, Checkpoints.at("a", 2))).isEqualTo(new Stored.Done(1));
        assertThat(store.load("a")).isEqualTo(new Versioned(1, Checkpoints.at("a", 2)));
        assertThat(store.load("b")).isEqualTo(Versioned.ABSENT);
    }

    @ParameterizedTest
    @MethodSource("stores")
    void anotherInstanceIsFoundByTheVersion(CheckpointStore store) {
        store.store("a", CheckpointStore.NONE, Checkpoints.at("a", 1));
        Stored late = store.store("a", CheckpointStore.NONE, Checkpoints.at("a", 5));
        assertThat(late).isEqualTo(new Stored.Conflict(new Versioned(0, Checkpoints.at("a", 1))));
        assertThat(store.load("a").version()).isZero();
    }

    @ParameterizedTest
    @MethodSource("stores")
    void aStoreRepeatedUnchangedSucceeds(CheckpointStore store) {
        store.store("a", CheckpointStore.NONE, Checkpoints.at("a", 1));
        assertThat(store.store("a", CheckpointStore.NONE, Checkpoints.at("a", 1)))
                .isEqualTo(new Stored.Done(0));
    }

    @Test
    void aFileSurvivesTheStoreAndItsNameIsSafe() {
        String link = "../a:b/ü*C";
        new FileCheckpointStore(directory).store(link, CheckpointStore.NONE, Checkpoints.at(link, 1));
        var again = new FileCheckpointStore(directory);
        assertThat(again.load(link)).isEqualTo(new Versioned(0, Checkpoints.at(link, 1)));
        assertThat(directory.resolve("%2E%2E%2Fa%3Ab%2F%C3%BC%2AC.checkpoint.json"))
                .exists();
    }

    @Test
    void aCrashBeforeTheRenameLeavesTheOldCheckpoint() throws IOException {
        var store = new FileCheckpointStore(directory);
        store.store("crash", CheckpointStore.NONE, Checkpoints.at("crash", 1));
        Files.writeString(directory.resolve("crash.checkpoint.tmp"), "{\"version\":1,\"check");
        assertThat(store.load("crash")).isEqualTo(new Versioned(0, Checkpoints.at("crash", 1)));
        assertThat(store.store("crash", 0, Checkpoints.at("crash", 2))).isEqualTo(new Stored.Done(1));
    }

    @Test
    void aTornOrForeignFileIsNamedAndLeftAlone() throws IOException {
        Path file = directory.resolve("torn.checkpoint.json");
        for (String content : List.of("", "{\"version\":1,\"check", "hello", "{\"version\":1}")) {
            Files.writeString(file, content);
            var store = new FileCheckpointStore(directory);
            assertThatThrownBy(() -> store.load("torn"))
                    .isInstanceOfSatisfying(
                            CheckpointException.class,
                            e -> assertThat(e.kind()).isEqualTo(CheckpointException.Kind.MALFORMED))
                    .hasMessageContaining(file.toString());
            assertThatThrownBy(() -> store.store("torn", CheckpointStore.NONE, Checkpoints.at("torn", 1)))
                    .isInstanceOf(CheckpointException.class);
            assertThat(file).hasContent(content);
        }
    }

    @Test
    void theFileOfAnotherLinkIsRefused() throws IOException {
        var store = new FileCheckpointStore(directory);
        store.store("mine", CheckpointStore.NONE, Checkpoints.at("mine", 1));
        Files.copy(directory.resolve("mine.checkpoint.json"), directory.resolve("yours.checkpoint.json"));
        assertThatThrownBy(() -> store.load("yours")).hasMessageContaining("checkpoint of the link \"mine\"");
    }

    @Test
    void ofManyWhoStoreAtOnceOneWins() {
        List<Stored> answers = IntStream.range(0, 16)
                .parallel()
                .mapToObj(i -> new FileCheckpointStore(directory)
                        .store("race", CheckpointStore.NONE, Checkpoints.at("race", i)))
                .toList();
        assertThat(answers).filteredOn(Stored.Done.class::isInstance).hasSize(1);
    }

    @Test
    void whoHoldsTheLockForeverIsNamed() throws IOException {
        Path file = directory.resolve("held.lock");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.lock();
            assertThatThrownBy(() -> DirectoryLock.holding(file, Duration.ofMillis(20), () -> "never"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("held.lock");
        }
    }

    @Test
    void aDirectoryThatCannotBeIsATypedError() throws IOException {
        Path file = Files.createFile(directory.resolve("a-file"));
        assertThatThrownBy(() -> new FileCheckpointStore(file.resolve("below")))
                .isInstanceOfSatisfying(
                        CheckpointException.class,
                        e -> assertThat(e.kind()).isEqualTo(CheckpointException.Kind.UNAVAILABLE));
    }
}
