package io.linker.internal.engine;

import io.linker.error.Failure;
import io.linker.internal.flow.Agenda;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Everything that stands in a link's way, gathered from its parts. */
final class Obstacles {
    private final Parts parts;
    private final Agenda agenda;

    Obstacles(Parts parts, Agenda agenda) {
        this.parts = parts;
        this.agenda = agenda;
    }

    /** What a user is to see: lost connections and denied streams at once, anything else once it lasts; empty for nothing. */
    String lasting() {
        return told(Stream.concat(atOnce(), inTime().filter(obstacle -> obstacle.lasts(agenda.now()))));
    }

    /** All there is, however new, for a verdict that has to name its reasons; empty for nothing. */
    String all() {
        return told(Stream.of(atOnce(), inTime(), notThere()).flatMap(each -> each));
    }

    /** What the transport reported of an end that cannot be reached; null where there is nothing. */
    @Nullable
    Throwable cause() {
        return Stream.of(parts.origin.connector, parts.destination.connector)
                .map(Connector::lastFailure)
                .filter(Objects::nonNull)
                .map(Failure::cause)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private String told(Stream<Obstacle> obstacles) {
        return obstacles.map(obstacle -> obstacle.text(agenda.now())).collect(Collectors.joining("; "));
    }

    private Stream<Obstacle> atOnce() {
        return present(
                notConnected("origin", parts.origin.connector),
                notConnected("destination", parts.destination.connector),
                parts.denials.obstacle());
    }

    private static @Nullable Obstacle notConnected(String end, Connector connector) {
        Failure why = connector.lastFailure();
        return why == null ? null : new Obstacle(connector.failingSince(), end + ": " + why.message());
    }

    private Stream<Obstacle> inTime() {
        return present(
                parts.origin.obstacle(),
                parts.destination.writeObstacle(),
                parts.destination.readObstacle(),
                parts.split.obstacle(),
                parts.keeper.obstacle(),
                parts.watchdog.obstacle());
    }

    /** Ends that have told nothing yet, neither good nor bad. */
    private Stream<Obstacle> notThere() {
        return present(
                parts.origin.isSubscribed() ? null : silent("origin", parts.origin.connector),
                parts.destination.isOpen() ? null : silent("destination", parts.destination.connector));
    }

    private @Nullable Obstacle silent(String end, Connector connector) {
        if (connector.lastFailure() != null) {
            return null;
        }
        String what = connector.isConnected() ? "connected, but not checked or subscribed" : "not connected";
        return new Obstacle(agenda.now(), end + ": " + what);
    }

    private static Stream<Obstacle> present(@Nullable Obstacle... obstacles) {
        return Stream.of(obstacles).filter(Objects::nonNull);
    }
}
