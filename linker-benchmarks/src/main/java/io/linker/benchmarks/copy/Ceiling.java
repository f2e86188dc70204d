package io.linker.benchmarks.copy;

import io.linker.benchmarks.ends.Scene;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The least that a copy takes: a subscription straight into lanes, batches straight from them. It checks, remembers and
 * recovers nothing.
 *
 * @param requests most requests unanswered
 * @param connections to the destination
 */
public record Ceiling(int requests, int connections) implements Copier {
    private static final Duration LONGEST = Duration.ofMinutes(60);

    /** The settings among which the best is searched for. */
    public static List<Ceiling> grid(boolean far) {
        List<Ceiling> all = new ArrayList<>();
        for (int requests : new int[] {8, 32, 128}) {
            all.add(new Ceiling(requests, 1));
            if (far) {
                all.add(new Ceiling(requests, 4));
            }
        }
        return all;
    }

    @Override
    public String name() {
        return "ceiling";
    }

    @Override
    public double copy(Scene scene, Duration bound) throws InterruptedException {
        return rate(scene, LONGEST);
    }

    /** Copies as much as comes within the bound. */
    public double rate(Scene scene, Duration bound) throws InterruptedException {
        try (var pipeline = new Pipeline(scene, requests, connections)) {
            long start = System.nanoTime();
            pipeline.start();
            long delivered = pipeline.await(scene.events(), bound);
            return delivered / ((System.nanoTime() - start) / 1e9);
        }
    }

    @Override
    public String toString() {
        return requests + " requests on " + connections + (connections == 1 ? " connection" : " connections");
    }
}
