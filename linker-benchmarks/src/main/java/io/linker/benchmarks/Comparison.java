package io.linker.benchmarks;

import io.linker.Settings;
import io.linker.benchmarks.copy.AppendEach;
import io.linker.benchmarks.copy.Ceiling;
import io.linker.benchmarks.copy.Copier;
import io.linker.benchmarks.copy.LinkCopier;
import io.linker.benchmarks.ends.Databases;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Copies one point in several ways, in turn, and tells the ratios: what disturbs the machine disturbs all of them. */
final class Comparison {
    static final String LINK = "link";
    static final String EXACT = "exact";
    static final String CEILING = "ceiling";
    static final String SIX = "append x6";
    private static final double CEILING_SHARE = 0.9;
    private static final Duration SEARCH = Duration.ofSeconds(4);

    private final Databases databases;
    private final int rounds;
    private final Duration bound;
    private final @Nullable Integer connections;
    private final PrintStream progress;

    /**
     * @param rounds runs of each way at each point
     * @param bound how long the slow ways may copy
     * @param connections most connections of the links to the destination; null for as many as links take
     */
    Comparison(Databases databases, int rounds, Duration bound, @Nullable Integer connections, PrintStream progress) {
        this.databases = databases;
        this.rounds = rounds;
        this.bound = bound;
        this.connections = connections;
        this.progress = progress;
    }

    /** The rates of each way. */
    record Result(Point point, Ceiling best, Map<String, Samples> rates) {
        Samples of(String way) {
            return rates.getOrDefault(way, Samples.of());
        }

        double ratio(String way, String other) {
            return of(way).median() / of(other).median();
        }
    }

    Result run(Point point) throws Exception {
        Ceiling best = best(point);
        List<Copier> ways = List.of(
                link(LINK, Settings.defaults()),
                best,
                link(EXACT, Settings.exactCopy()),
                new AppendEach("append", 1, false),
                new AppendEach(SIX, 6, false),
                new AppendEach("tail+append", 1, true));
        Map<String, List<Double>> rates = new LinkedHashMap<>();
        for (int round = 0; round < rounds; round++) {
            for (Copier way : ways) {
                rates.computeIfAbsent(way.name(), name -> new ArrayList<>()).add(rate(point, way));
            }
            progress.println(point.name() + " round " + (round + 1) + ": " + last(rates));
        }
        Map<String, Samples> samples = new LinkedHashMap<>();
        rates.forEach((way, values) -> samples.put(way, new Samples(values)));
        return new Result(point, best, samples);
    }

    /**
     * One run of each setting says which is best, more or less. Between them links run, so that all ways are compiled alike when
     * the rounds begin.
     */
    private Ceiling best(Point point) throws Exception {
        Point part = point.scaled(0.25);
        rate(part, new Ceiling(32, 1));
        Ceiling best = new Ceiling(32, 1);
        double most = 0;
        for (Ceiling setting : Ceiling.grid(point.roundTripMillis() > 0)) {
            rate(part, link(LINK, Settings.defaults()));
            rate(part, link(EXACT, Settings.exactCopy()));
            double rate = setting.rate(databases.scene(part.load(), point.roundTripMillis()), SEARCH);
            progress.printf("%s: %s %,.0f/s%n", point.name(), setting, rate);
            if (rate > most) {
                most = rate;
                best = setting;
            }
        }
        return best;
    }

    private Copier link(String name, Settings settings) {
        return new LinkCopier(
                name,
                connections == null ? settings : settings.with(settings.flow().withConnections(connections)));
    }

    private double rate(Point point, Copier way) throws Exception {
        return way.copy(databases.scene(point.load(), point.roundTripMillis()), bound);
    }

    private static String last(Map<String, List<Double>> rates) {
        List<String> texts = new ArrayList<>();
        rates.forEach((way, values) -> texts.add("%s %,.0f/s".formatted(way, values.get(values.size() - 1))));
        return String.join(", ", texts);
    }

    static Table table(List<Result> results) {
        var table = new Table(
                "point",
                "link ev/s",
                "exact ev/s",
                "ceiling ev/s",
                "append ev/s",
                "append x6 ev/s",
                "tail+append ev/s",
                "link/ceiling",
                "exact/ceiling",
                "link/append x6",
                "missed targets");
        for (Result result : results) {
            table.row(
                    result.point().toString(),
                    spread(result.of(LINK)),
                    spread(result.of(EXACT)),
                    spread(result.of(CEILING)) + ", " + result.best(),
                    spread(result.of("append")),
                    spread(result.of(SIX)),
                    spread(result.of("tail+append")),
                    "%.2f".formatted(result.ratio(LINK, CEILING)),
                    "%.2f".formatted(result.ratio(EXACT, CEILING)),
                    "%.0f".formatted(result.ratio(LINK, SIX)),
                    String.join(", ", missed(result)));
        }
        return table;
    }

    /** The targets that a result misses. */
    static List<String> missed(Result result) {
        List<String> missed = new ArrayList<>();
        for (String way : List.of(LINK, EXACT)) {
            if (result.ratio(way, CEILING) < CEILING_SHARE) {
                missed.add(way + "/ceiling " + CEILING_SHARE);
            }
        }
        int least = leastOverSix(result.point());
        if (result.ratio(LINK, SIX) < least) {
            missed.add("link/append x6 " + least);
        }
        return missed;
    }

    /** How many times as fast as six writers a link has to be. */
    private static int leastOverSix(Point point) {
        boolean small = point.load().bytes() == 256 && point.load().streams() == 100;
        return !small || point.roundTripMillis() < 5 ? 1 : point.roundTripMillis() < 50 ? 15 : 120;
    }

    private static String spread(Samples rates) {
        return "%,.0f (%,.0f to %,.0f)".formatted(rates.median(), rates.least(), rates.most());
    }
}
