package io.linker.internal.engine;

import io.linker.internal.flow.SendWindow;
import java.util.List;
import java.util.Locale;

/** Searches the best fixed setting of each point; what it prints stands in {@link FixedSettings}, with the command. */
final class FixedSearch {
    private static final long SETTLE_SECONDS = 1;
    private static final long MEASURE_SECONDS = 2;
    private static final int MOST_REQUESTS = 1_024;
    private static final int ANY_BATCH = 10_000;

    private final FlowPoint point;
    private SendWindow.Size best = new SendWindow.Size(1, ANY_BATCH, 1);
    private double most;

    private FixedSearch(FlowPoint point) {
        this.point = point;
    }

    /** Prints the table; a pattern of names may be given. */
    public static void main(String[] args) {
        for (FlowPoint point : FlowPoints.ALL) {
            if (point.judge() == FlowPoint.Judge.RATE
                    && (args.length == 0 || point.name().matches(args[0]))) {
                var search = new FixedSearch(point);
                search.run();
                System.out.printf(
                        Locale.ROOT,
                        "            Map.entry(\"%s\", new SendWindow.Size(%d, %d, %d)),%n",
                        point.name(),
                        search.best.requests(),
                        search.best.batchEvents(),
                        search.best.connections());
            }
        }
    }

    /** Coarse, then finer. In the model too many connections cost nothing, so they come last. */
    private void run() {
        for (int requests = 1; requests <= MOST_REQUESTS; requests *= 4) {
            tries(requests, ANY_BATCH, 8);
        }
        for (double factor : List.of(0.5, 2.0, 0.7, 1.4)) {
            tries((int) Math.min(MOST_REQUESTS, Math.max(1, best.requests() * factor)), ANY_BATCH, 8);
        }
        for (int batch : List.of(64, 256, 1_024)) {
            tries(best.requests(), batch, 8);
        }
        for (int connections : List.of(1, 4, 16)) {
            tries(best.requests(), best.batchEvents(), connections);
        }
    }

    private void tries(int requests, int batchEvents, int connections) {
        var size = new SendWindow.Size(requests, batchEvents, connections);
        double rate = rate(point, size);
        if (rate > most) {
            most = rate;
            best = size;
        }
    }

    static double rate(FlowPoint point, SendWindow.Size size) {
        return point.runFixed(SendWindow.fixed(size, 64 << 20), SETTLE_SECONDS, MEASURE_SECONDS)
                .rate();
    }
}
