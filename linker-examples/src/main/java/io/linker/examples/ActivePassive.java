package io.linker.examples;

import io.linker.LinkerConnectionBuilder;
import io.linker.LinkerService;
import io.linker.Settings;
import java.time.Duration;

/** Keeps a second database as a warm copy of the first. Arguments: their connection strings. */
public final class ActivePassive {
    public static void main(String[] args) throws InterruptedException {
        var origin = LinkerConnectionBuilder.parse(args[0], "origin-01");
        var destination = LinkerConnectionBuilder.parse(args[1], "destination-01");

        try (var link = new LinkerService(origin, destination, Settings.defaults())) {
            link.start().join(); // both ends are connected, events flow
            link.awaitCaughtUp(Duration.ofMinutes(5));
            System.out.println(link.status());
        }
    }
}
