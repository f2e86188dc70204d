package io.linker.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.linker.Settings;
import io.linker.checkpoint.Share;
import io.linker.link.Database.Event;
import io.linker.link.MigrationProcess.Step;
import io.linker.testkit.EmbeddedEventStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A migration that is killed in each of its steps is made by the process after it, once. {@code linker.seed} repeats the instants. */
@Timeout(600)
class MigrationKillTest {
    private static final long SEED = Long.getLong("linker.seed", System.nanoTime());
    private static final int STREAMS = 20;

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path directory;

    private final EmbeddedEventStore originNode = EmbeddedEventStore.start();
    private final EmbeddedEventStore destinationNode = EmbeddedEventStore.start();
    private final Pair pair = new Pair(originNode, destinationNode);
    private final Random random = new Random(SEED);

    @AfterEach
    void close() {
        pair.close();
        originNode.close();
        destinationNode.close();
    }

    private LinkProcess make(boolean exactCopy) {
        return LinkProcess.make(MigrationProcess.class, pair, Share.WHOLE, exactCopy, directory.resolve("log"));
    }

    private void write(String round) {
        for (int i = 0; i < STREAMS; i++) {
            int stream = i;
            pair.origin.append(
                    pair.stream("s" + i),
                    IntStream.range(0, 50)
                            .mapToObj(n -> Event.of(pair.token + " " + round + " " + stream + " " + n))
                            .toList());
        }
    }

    /** Lets the process take all steps before this one, and begin this one. */
    private LinkProcess into(Step step, LinkProcess process) {
        for (Step next : Step.values()) {
            assertThat(process.says()).as(this::log).isEqualTo(next.name());
            process.go();
            if (next == step) {
                break;
            }
        }
        return process;
    }

    private String log() {
        try {
            return "seed " + SEED + ", log:\n" + Files.readString(directory.resolve("log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest(name = "exact copy: {0}")
    @ValueSource(booleans = {false, true})
    void theSwitchIsMadeOnceWhereverTheProcessIsKilled(boolean exactCopy) throws Exception {
        System.out.println("killing with -Dlinker.seed=" + SEED);
        Step[] steps = {Step.COPY, Step.FREEZE, Step.DRAIN, Step.VERIFY, Step.SWITCH};
        for (Step step : steps) {
            write(step.name());
            try (LinkProcess process = make(exactCopy)) {
                into(step, process).killAfter(Duration.ofMillis(random.nextInt(200)));
            }
        }
        String first = done(exactCopy);
        assertThat(done(exactCopy)).as("a second process tells the same").isEqualTo(first);
        assertThat(pair.destination.history("linker-migration-" + pair.token)).hasSize(1);
        var report = pair.link(exactCopy ? Settings.exactCopy() : Settings.defaults())
                .compare();
        assertThat(report.isFaithful()).as(() -> "seed " + SEED + ": " + report).isTrue();
        assertThat(report.faithful()).isEqualTo((long) steps.length * STREAMS * 50);
    }

    /** What a process says that is left alone. */
    private String done(boolean exactCopy) throws InterruptedException {
        try (LinkProcess process = make(exactCopy)) {
            for (String said = process.says(); !said.equals(Step.DONE.name()); said = process.says()) {
                assertThat(said).as(this::log).isNotEqualTo("null");
                process.go();
            }
            String switchover = process.says();
            assertThat(process.awaitEnd()).isTrue();
            return switchover;
        }
    }
}
