package io.linker.benchmarks.copy;

import io.linker.LinkerConnectionBuilder;
import io.linker.LinkerService;
import io.linker.Settings;
import io.linker.benchmarks.ends.Scene;
import io.linker.event.OriginPosition;
import io.linker.event.Position;
import io.linker.origin.StartFrom;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Copies with a link. */
public record LinkCopier(String name, Settings settings) implements Copier {
    private static final Duration LONGEST = Duration.ofMinutes(60);

    /** A link that is not started, under a name of its own. */
    public LinkerService link(Scene scene) {
        return LinkerService.builder()
                .origin(LinkerConnectionBuilder.parse(scene.origin().connectionString(), "origin"))
                .destination(LinkerConnectionBuilder.parse(scene.destination().connectionString(), "destination"))
                .name("bench-" + UUID.randomUUID().toString().substring(0, 8))
                .settings(scene.after().equals(Position.START) ? settings : settings.with(from(scene.after())))
                .build();
    }

    private static StartFrom from(Position position) {
        return StartFrom.after(new OriginPosition.All(position));
    }

    @Override
    public double copy(Scene scene, Duration bound) throws Exception {
        try (LinkerService link = link(scene)) {
            link.start().get(30, TimeUnit.SECONDS);
            long start = System.nanoTime();
            if (!link.awaitCaughtUp(LONGEST)) {
                throw new IllegalStateException("not caught up within " + LONGEST + ": " + link.status());
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            long delivered = link.status().delivered();
            if (delivered < scene.events()) {
                throw new IllegalStateException(delivered + " of " + scene.events() + " events were copied");
            }
            return delivered / seconds;
        }
    }
}
