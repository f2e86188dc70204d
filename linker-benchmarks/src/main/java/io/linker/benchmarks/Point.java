package io.linker.benchmarks;

import io.linker.benchmarks.ends.Load;
import java.util.List;

/**
 * What is copied how far. The named ones have about five seconds of work for a link, which finds its window in the first.
 *
 * @param name what it is called in tables
 * @param roundTripMillis to each of the two databases
 */
record Point(String name, int roundTripMillis, Load load) {
    static final List<Point> NAMED = List.of(
            new Point("local", 0, new Load(600_000, 256, 100)),
            new Point("local-streams", 0, new Load(500_000, 256, 10_000)),
            new Point("near", 5, new Load(600_000, 256, 100)),
            new Point("near-large", 5, new Load(20_000, 65_536, 100)),
            new Point("far", 50, new Load(400_000, 256, 100)),
            new Point("far-streams", 50, new Load(200_000, 256, 10_000)));

    static Point named(String name) {
        return NAMED.stream()
                .filter(point -> point.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no point '" + name + "'; there are "
                        + String.join(", ", NAMED.stream().map(Point::name).toList())));
    }

    /** The same with a share of the events. */
    Point scaled(double share) {
        return new Point(name, roundTripMillis, load.withEvents((int) Math.max(1, load.events() * share)));
    }

    @Override
    public String toString() {
        return "%s: %d ms, %,d B, %,d streams".formatted(name, roundTripMillis, load.bytes(), load.streams());
    }
}
