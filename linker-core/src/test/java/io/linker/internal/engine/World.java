package io.linker.internal.engine;

import io.linker.internal.flow.Agenda;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** Virtual time and chance of one simulated run; everything that happens in it happens here, on one thread. */
final class World {
    private static final int MOST_AT_ONCE = 1_000_000;

    final Agenda agenda = new Agenda();
    final SplittableRandom random;
    private final boolean telling;
    private final List<String> story = new ArrayList<>();
    private long instant;
    private int atOnce;

    World(long seed) {
        this(seed, false);
    }

    /**
     * A world drawn from a seed.
     *
     * @param telling whether what happens is remembered: most runs go well, and nobody asks
     */
    World(long seed, boolean telling) {
        this.random = new SplittableRandom(seed);
        this.telling = telling;
    }

    void tell(Supplier<String> what) {
        if (telling) {
            story.add(now() + " " + what.get());
        }
    }

    /** The last lines of the story that are about {@code stream}, or about no stream at all. */
    String storyOf(String stream, int most) {
        List<String> lines = story.stream()
                .filter(line -> !line.contains("s-") || line.matches(".*\\b" + stream + "\\b.*"))
                .toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - most), lines.size()));
    }

    long now() {
        return agenda.now();
    }

    Instant instant() {
        return Instant.ofEpochSecond(1_700_000_000).plusMillis(agenda.now());
    }

    /** True with this probability. */
    boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    /** A number from {@code least} to {@code most}, both included. */
    int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    void in(long millis, Runnable action) {
        atOnce = agenda.now() == instant ? atOnce + 1 : 0;
        instant = agenda.now();
        if (atOnce > MOST_AT_ONCE) { // without latency it would go on for ever
            throw new AssertionError("something is done again and again, and no time passes");
        }
        agenda.in(millis, action);
    }

    /** Lets time pass, and everything happen that is due. */
    void advanceTo(long millis) {
        while (agenda.nextDue() <= millis) {
            agenda.advanceTo(agenda.nextDue());
        }
        agenda.advanceTo(millis);
    }
}
