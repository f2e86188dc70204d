package io.linker.internal.engine;

import io.linker.internal.flow.Agenda;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Virtual time and chance of one simulated run; everything that happens in it happens here, on one thread. */
final class World {
    final Agenda agenda = new Agenda();
    final SplittableRandom random;

    World(long seed) {
        random = new SplittableRandom(seed);
    }

    /** What happened, newest last; the end of it is shown when something is wrong. */
    final List<String> story = new ArrayList<>();

    void tell(String what) {
        story.add(now() + " " + what);
    }

    /** The last lines of the story that are about {@code word}, or about no stream at all. */
    String storyOf(String word, int most) {
        List<String> lines = story.stream()
                .filter(line -> !line.contains("s-") || line.matches(".*\\b" + word + "\\b.*"))
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
        agenda.in(millis, action);
    }
}
