package io.linker.link;

import static org.awaitility.Awaitility.await;

import io.linker.LinkerService;
import io.linker.Settings;
import io.linker.filter.EventFilter;
import io.linker.testkit.EmbeddedEventStore;
import io.linker.testkit.FaultProxy;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Measures the adaptive window against fixed settings over real sockets, with the destination at several distances. Prints
 * events a second over the second half of a copy, so that the start counts for none of them.
 */
final class FlowOverSockets {
    private static final int STREAMS = 1_000;
    private static final int TOGETHER = 100;

    private FlowOverSockets() {}

    /** Arguments: events of each copy, and round trips in milliseconds. */
    public static void main(String[] args) throws Exception {
        int events = args.length > 0 ? Integer.parseInt(args[0]) : 200_000;
        List<Integer> roundTrips = args.length > 1
                ? List.of(args).subList(1, args.length).stream()
                        .map(Integer::valueOf)
                        .toList()
                : List.of(0, 5, 50, 150);
        Settings.Flow defaults = Settings.Flow.DEFAULTS;
        Map<String, Settings.Flow> kinds = new LinkedHashMap<>();
        kinds.put("adaptive", defaults);
        kinds.put("4 requests", defaults.fixed(4, 1_024, 1));
        kinds.put("32 requests", defaults.fixed(32, 1_024, 1));
        kinds.put("32 over 4", defaults.fixed(32, 1_024, 4));
        kinds.put("256 over 4", defaults.fixed(256, 4_096, 4));
        kinds.put("1024 over 8", defaults.fixed(1_024, 4_096, 8));
        try (var origin = EmbeddedEventStore.start()) {
            fill(origin, events);
            for (int roundTrip : roundTrips) {
                for (Map.Entry<String, Settings.Flow> kind : kinds.entrySet()) {
                    System.out.printf(
                            "%3d ms  %-12s %s%n",
                            roundTrip, kind.getKey(), copy(origin, events, roundTrip, kind.getValue()));
                }
            }
        }
    }

    private static void fill(EmbeddedEventStore origin, int events) {
        try (var database = new Database(origin.connectionString())) {
            for (int i = 0; i < events / TOGETHER; i++) {
                int first = i * TOGETHER; // ids come of the texts, and the server takes no append twice
                database.append(
                        "flow-" + i % STREAMS,
                        IntStream.range(first, first + TOGETHER)
                                .mapToObj(n -> Database.Event.of("event " + n)
                                        .withData(new byte[200])
                                        .asBinary())
                                .toList());
            }
        }
    }

    private static void awaitDelivered(LinkerService link, long events) {
        await().pollInterval(Duration.ofMillis(5))
                .atMost(Duration.ofMinutes(10))
                .until(() -> link.status().delivered() >= events);
    }

    private static String copy(EmbeddedEventStore origin, int events, int roundTrip, Settings.Flow flow)
            throws Exception {
        try (var destination = EmbeddedEventStore.start();
                var proxy = FaultProxy.to("127.0.0.1", destination.port());
                var pair = new Pair(origin, destination)) {
            proxy.delay(Duration.ofNanos(roundTrip * 500_000L));
            String way = "esdb://127.0.0.1:" + proxy.port() + "?tls=false";
            var link = pair.link(Settings.exactCopy().with(flow), pair.originUri(), way)
                    .filter(EventFilter.everything());
            try (LinkerService service = Pair.started(link)) {
                awaitDelivered(service, events / 2);
                long from = System.nanoTime();
                long delivered = service.status().delivered();
                awaitDelivered(service, events);
                double seconds = (System.nanoTime() - from) / 1e9;
                return "%,8.0f/s  %s"
                        .formatted(
                                (events - delivered) / seconds, service.status().flow());
            }
        }
    }
}
