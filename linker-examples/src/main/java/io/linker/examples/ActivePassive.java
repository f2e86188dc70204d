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
            if (!link.awaitCaughtUp(Duration.ofMinutes(5))) {
                System.err.println("A large database takes longer; the link goes on.");
            }
            while (!link.awaitStopped(Duration.ofMinutes(1))) { // for ever; throws what the link cannot heal by itself
                System.out.println(link.status());
            }
        }
    }
}
