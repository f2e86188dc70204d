package io.linker.link;

import io.linker.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every fault at every end while a writer writes. The link recovers by itself, or says the right verdict; its status is
 * honest meanwhile; it can be closed in the midst of it and leaves nothing behind; in the end both databases hold the same.
 *
 * <p>Each fault is taken with one kind of settings in turn, and with every kind if the system property {@code linker.thorough}
 * is true; {@code linker.fault} names the only one to be taken. Cases have nodes of their own, and most of them wait most of the
 * time, so some run at once.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class FaultMatrixTest {
    private static final int AT_ONCE = 6;
    private static final String ONLY = System.getProperty("linker.fault", "");

    private static final ExecutorService POOL = Executors.newFixedThreadPool(AT_ONCE);
    private static Map<Case, CompletableFuture<Void>> runs = Map.of();

    /** A cell of the matrix. */
    record Case(Fault fault, End end, boolean exactCopy) {
        Settings settings() {
            return Scene.impatient(exactCopy ? Settings.exactCopy() : Settings.defaults());
        }

        @Override
        public String toString() {
            return fault + " at the " + end + (exactCopy ? ", exact copy" : ", defaults");
        }
    }

    static Stream<Case> cases() {
        List<Case> one = Stream.of(Fault.values())
                .filter(fault -> ONLY.isEmpty() || fault.name().equals(ONLY))
                .flatMap(fault -> fault.ends().stream().map(end -> new Case(fault, end, false)))
                .toList();
        return IntStream.range(0, one.size())
                .boxed()
                .flatMap(i -> kinds(i).map(exactCopy -> new Case(one.get(i).fault, one.get(i).end, exactCopy)));
    }

    private static Stream<Boolean> kinds(int index) {
        return Boolean.getBoolean("linker.thorough") ? Stream.of(false, true) : Stream.of(index % 2 == 1);
    }

    @BeforeAll
    static void begin(@TempDir Path directory) {
        runs = cases().collect(Collectors.toMap(
                Function.identity(),
                each -> CompletableFuture.runAsync(() -> run(each, directory.resolve(each.toString())), POOL)));
    }

    @AfterAll
    static void end() {
        POOL.shutdownNow();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("cases")
    void isSurvived(Case each) {
        Objects.requireNonNull(runs.get(each)).join();
    }

    private static void run(Case each, Path directory) {
        try (Scene scene = Scene.in(directory)) {
            new FaultRun(each.fault, each.end, each.settings(), scene).run();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
