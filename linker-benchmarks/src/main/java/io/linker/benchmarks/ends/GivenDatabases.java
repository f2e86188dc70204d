package io.linker.benchmarks.ends;

import io.linker.event.Position;
import java.util.UUID;

/** Two databases that run somewhere; each scene is a load of its own, behind what they hold. They are as far as they are. */
public record GivenDatabases(Address origin, Address destination) implements Databases {
    @Override
    public Scene scene(Load load, int roundTripMillis) throws InterruptedException {
        Position before = Subscription.end(origin);
        String prefix = "bench" + UUID.randomUUID().toString().substring(0, 8) + "-";
        try (var appends = new Appends(origin)) {
            appends.fill(load, prefix, 1);
        }
        return new Scene(origin, destination, before, load.events());
    }

    @Override
    public void close() {
        // They go on running.
    }
}
