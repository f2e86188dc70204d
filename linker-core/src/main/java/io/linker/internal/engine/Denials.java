package io.linker.internal.engine;

import io.linker.internal.flow.Agenda;
import io.linker.internal.flow.Backoff;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lanes whose stream the user may not use: each tries again with backoff until the right is given, the others go on. */
final class Denials {
    private record Denied(Obstacle obstacle, Backoff backoff) {}

    private final Map<String, Denied> lanes = new LinkedHashMap<>();
    private final Agenda agenda;
    private final Supplier<Backoff> backoffs;

    Denials(Agenda agenda, Supplier<Backoff> backoffs) {
        this.agenda = agenda;
        this.backoffs = backoffs;
    }

    /** Runs {@code again} when it is time; until something of the lane is done, it counts as denied. */
    void denied(Lane lane, String message, Runnable again) {
        var denied = lanes.computeIfAbsent(
                lane.name,
                name -> new Denied(
                        new Obstacle(agenda.now(), "destination: stream '" + name + "' waits: " + message),
                        backoffs.get()));
        agenda.in(denied.backoff.next(), again);
    }

    /** Something of the lane was done. */
    void done(String lane) {
        if (!lanes.isEmpty()) {
            lanes.remove(lane);
        }
    }

    /** The stream that has been denied for longest, and how many others there are; null for none. */
    @Nullable
    Obstacle obstacle() {
        if (lanes.isEmpty()) {
            return null;
        }
        Obstacle first = lanes.values().iterator().next().obstacle;
        return lanes.size() == 1
                ? first
                : new Obstacle(first.since(), first.what() + ", and so do " + (lanes.size() - 1) + " others");
    }
}
