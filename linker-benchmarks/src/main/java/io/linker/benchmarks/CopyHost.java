package io.linker.benchmarks;

import io.linker.LinkerService;
import io.linker.Settings;
import io.linker.benchmarks.copy.LinkCopier;
import io.linker.benchmarks.copy.Pipeline;
import io.linker.benchmarks.ends.Address;
import io.linker.benchmarks.ends.Scene;
import io.linker.event.Position;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Main class of a process that copies one database to another and prints what that took, so that neither the nodes nor the
 * one who measures count. The first third is to warm up.
 */
final class CopyHost {
    private CopyHost() {}

    /**
     * Copies once and prints the {@link Cost}.
     *
     * @param args origin, destination, number of events, and {@code link}, {@code exact} or {@code ceiling}
     */
    public static void main(String[] args) throws Exception {
        int events = Integer.parseInt(args[2]);
        var scene = new Scene(Address.parse(args[0]), Address.parse(args[1]), Position.START, events);
        System.out.println(args[3].equals("ceiling") ? pipeline(scene) : link(scene, args[3]));
        System.exit(0);
    }

    private static Cost pipeline(Scene scene) throws InterruptedException {
        try (var pipeline = new Pipeline(scene, 32, 1)) {
            pipeline.start();
            return watch(scene.events(), pipeline::delivered);
        }
    }

    private static Cost link(Scene scene, String kind) throws Exception {
        Settings settings = kind.equals("exact") ? Settings.exactCopy() : Settings.defaults();
        try (LinkerService link = new LinkCopier(kind, settings).link(scene)) {
            link.start().get(30, TimeUnit.SECONDS);
            return watch(scene.events(), () -> link.status().delivered());
        }
    }

    private static Cost watch(int events, LongSupplier delivered) throws InterruptedException {
        long warm = await(events / 3, delivered);
        Usage before = Usage.now();
        long most = 0;
        long all = warm;
        while (all < events) {
            most = Math.max(most, Usage.heapAfterCollection());
            all = await(Math.min(events, all + 1), delivered);
        }
        return Cost.of(all - warm, Usage.now().since(before), Math.max(most, Usage.heapAfterCollection()));
    }

    private static long await(long events, LongSupplier delivered) throws InterruptedException {
        long seen = delivered.getAsLong();
        while (seen < events) {
            TimeUnit.MILLISECONDS.sleep(5);
            seen = delivered.getAsLong();
        }
        return seen;
    }
}
