package io.linker.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.linker.LinkerServiceBuilder;
import io.linker.Settings;
import io.linker.checkpoint.Checkpoint;
import io.linker.checkpoint.CheckpointStore;
import io.linker.checkpoint.FileCheckpointStore;
import io.linker.checkpoint.InMemoryCheckpointStore;
import io.linker.error.StopReason;
import io.linker.filter.EventFilter;
import io.linker.filter.NamePattern;
import io.linker.origin.OriginSource;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where a link keeps how far it has come, and what it does with it at the next start. */
class CheckpointsTest extends LinkTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path directory;

    private void goesOnWith(LinkerServiceBuilder first, LinkerServiceBuilder second) throws InterruptedException {
        String stream = pair.stream("1");
        origin.append(stream, event("a"), event("b"));
        Pair.copy(first);
        origin.append(stream, event("c"));

        try (var link = Pair.started(second)) {
            Pair.awaitCaughtUp(link);
            assertThat(link.status().skippedInAll()).isZero();
        }

        assertThat(destination.ids(stream)).hasSize(3).isEqualTo(origin.ids(stream));
        pair.assertFaithful(Pair.DEFAULTS);
    }

    @Test
    void byDefaultItIsInTheDestinationAndOneEventAtATime() throws InterruptedException {
        goesOnWith(pair.link(Settings.defaults()), pair.link(Settings.defaults()));

        assertThat(destination.read("linker-checkpoint-" + pair.token)).hasSize(1);
    }

    @Test
    void itMayBeInAFile() throws InterruptedException, IOException {
        goesOnWith(
                pair.link(Settings.defaults()).checkpoints(new FileCheckpointStore(directory)),
                pair.link(Settings.defaults()).checkpoints(new FileCheckpointStore(directory)));

        assertThat(destination.read("linker-checkpoint-" + pair.token)).isEmpty();
        assertThat(theFile()).content().contains(pair.token);
    }

    @Test
    void itMayBeInMemory() throws InterruptedException {
        CheckpointStore store = new InMemoryCheckpointStore();
        goesOnWith(
                pair.link(Settings.defaults()).checkpoints(store),
                pair.link(Settings.defaults()).checkpoints(store));

        assertThat(destination.read("linker-checkpoint-" + pair.token)).isEmpty();
    }

    @Test
    void aStoreThatThrowsWhatItWillIsAskedAgain() throws InterruptedException {
        var failures = new AtomicInteger(2);
        var memory = new InMemoryCheckpointStore();
        goesOnWith(
                pair.link(Settings.defaults()).checkpoints(memory),
                pair.link(Settings.defaults()).checkpoints(new CheckpointStore() {
                    @Override
                    public Versioned load(String link) {
                        fail();
                        return memory.load(link);
                    }

                    @Override
                    public Stored store(String link, long expectedVersion, Checkpoint checkpoint) {
                        fail();
                        return memory.store(link, expectedVersion, checkpoint);
                    }

                    private void fail() {
                        if (failures.getAndDecrement() > 0) {
                            throw new IllegalStateException("thrown by a driver");
                        }
                    }
                }));
    }

    @Test
    void withoutItTheLinkFindsOutWhatIsThere() throws InterruptedException {
        String stream = pair.stream("1");
        origin.append(stream, events(200));
        pair.copy(Settings.defaults());
        destination.delete("linker-checkpoint-" + pair.token);
        origin.append(stream, event("behind"));

        pair.copy(Settings.defaults());

        assertThat(destination.ids(stream)).hasSize(201).isEqualTo(origin.ids(stream));
        pair.assertFaithful(Pair.DEFAULTS);
    }

    @Test
    void withoutItAnExactCopyFindsOutWhatIsThere() throws InterruptedException {
        String stream = pair.stream("1");
        origin.append(stream, events(200));
        pair.copy(Settings.exactCopy());
        destination.delete("linker-checkpoint-" + pair.token);
        origin.append(stream, event("behind"));

        pair.copy(Settings.exactCopy());

        assertThat(destination.ids(stream)).hasSize(201).isEqualTo(origin.ids(stream));
        pair.assertFaithful(Pair.EXACT);
    }

    @Test
    void aFileThatIsNoCheckpointStopsTheLinkAndIsNamed() throws InterruptedException, IOException {
        origin.append(pair.stream("1"), event("a"));
        Pair.copy(pair.link(Settings.defaults()).checkpoints(new FileCheckpointStore(directory)));
        Path file = theFile();
        Files.writeString(file, "{\"version\":");

        Verdicts.assertDoesNotStart(
                        pair.link(Settings.defaults())
                                .checkpoints(new FileCheckpointStore(directory))
                                .build(),
                        StopReason.CHECKPOINT)
                .hasMessageContainingAll(file.toString(), "move it away");
    }

    private Path theFile() throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.json")) {
            return files.iterator().next();
        }
    }

    @Test
    void anotherFilterThanTheCheckpointsIsRefused() throws InterruptedException {
        origin.append(pair.stream("1"), event("a"));
        EventFilter narrow = pair.mine().and(EventFilter.types(NamePattern.exact("tested")));
        Pair.copy(pair.link(Settings.defaults()).filter(narrow));
        origin.append(pair.stream("1"), event("b"));

        Verdicts.assertDoesNotStart(pair.link(Settings.defaults()).build(), StopReason.SETTINGS_CHANGED)
                .hasMessageContainingAll(pair.token, "filter has changed", "another link name");

        assertThat(destination.ids(pair.stream("1"))).hasSize(1);
    }

    @Test
    void anotherKindOfOriginThanTheCheckpointsIsRefused() throws InterruptedException {
        origin.append(pair.stream("1"), event("a"));
        pair.copy(Settings.defaults());

        Verdicts.assertDoesNotStart(
                        pair.link(Settings.defaults())
                                .source(new OriginSource.Streams(List.of(pair.stream("1"))))
                                .build(),
                        StopReason.SETTINGS_CHANGED)
                .hasMessageContainingAll(pair.token, "reads its origin another way");
    }

    @Test
    void aNewerInstanceTakesOverAndTheOlderOneStops() throws InterruptedException {
        origin.append(pair.stream("1"), event("a"));
        Settings often = Settings.defaults().with(new Settings.Checkpoints(1, Duration.ofMillis(10)));
        try (var older = Pair.started(pair.link(often));
                var newer = Pair.started(pair.link(often))) {
            for (int i = 0; i < 5; i++) {
                origin.append(pair.stream("1"), event("while both run " + i));
            }
            Verdicts.assertStops(older, StopReason.FENCED).hasMessageContainingAll(pair.token, "Only one process");
            Pair.awaitCaughtUp(newer);
        }
        assertThat(destination.ids(pair.stream("1"))).hasSize(6).isEqualTo(origin.ids(pair.stream("1")));
        pair.assertFaithful(Pair.DEFAULTS);
    }
}
