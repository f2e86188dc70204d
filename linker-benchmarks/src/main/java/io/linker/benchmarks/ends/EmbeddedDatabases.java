package io.linker.benchmarks.ends;

import io.linker.event.Position;
import io.linker.testkit.FaultProxy;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Two embedded nodes, each in a process of its own, so that neither shares a heap with what is measured. The origin is filled
 * once for each load; the destination is empty for each scene. A distance is that of a {@link FaultProxy} in this process.
 */
public final class EmbeddedDatabases implements Databases {
    private final JavaProcess originHost;
    private final JavaProcess destinationHost;
    private @Nullable Load filled;
    private Address origin = Address.local(1);
    private @Nullable FaultProxy toOrigin;
    private @Nullable FaultProxy toDestination;

    private EmbeddedDatabases(JavaProcess originHost, JavaProcess destinationHost) {
        this.originHost = originHost;
        this.destinationHost = destinationHost;
    }

    /**
     * Starts the processes.
     *
     * @param heap of each, as {@code -Xmx} takes it
     * @param data directory below which events are kept; null for memory
     */
    public static EmbeddedDatabases start(String heap, @Nullable Path data) throws IOException {
        return new EmbeddedDatabases(host(heap, data, "origin"), host(heap, data, "destination"));
    }

    private static JavaProcess host(String heap, @Nullable Path data, String name) throws IOException {
        List<String> arguments =
                data == null ? List.of() : List.of(data.resolve(name).toString());
        return new JavaProcess(NodeHost.class, List.of("-Xmx" + heap), arguments);
    }

    @Override
    public Scene scene(Load load, int roundTripMillis) throws IOException, InterruptedException {
        closeProxies();
        if (!load.equals(filled)) {
            origin = fresh(originHost);
            fill(load);
            filled = load;
        }
        Address destination = fresh(destinationHost);
        if (roundTripMillis == 0) {
            return new Scene(origin, destination, Position.START, load.events());
        }
        toOrigin = proxy(origin, roundTripMillis);
        toDestination = proxy(destination, roundTripMillis);
        return new Scene(
                Address.local(toOrigin.port()), Address.local(toDestination.port()), Position.START, load.events());
    }

    private void fill(Load load) throws InterruptedException {
        try (var appends = new Appends(origin)) {
            appends.fill(load, "", 1);
        }
    }

    private static Address fresh(JavaProcess host) throws IOException {
        return Address.local(Integer.parseInt(host.ask("fresh")));
    }

    private static FaultProxy proxy(Address database, int roundTripMillis) {
        return FaultProxy.to(database.host(), database.port())
                .delay(Duration.ofMillis(roundTripMillis).dividedBy(2));
    }

    private void closeProxies() {
        if (toOrigin != null) {
            toOrigin.close();
        }
        if (toDestination != null) {
            toDestination.close();
        }
        toOrigin = null;
        toDestination = null;
    }

    @Override
    public void close() throws IOException {
        closeProxies();
        originHost.close();
        destinationHost.close();
    }
}
