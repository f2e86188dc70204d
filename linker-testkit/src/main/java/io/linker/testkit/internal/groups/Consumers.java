package io.linker.testkit.internal.groups;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The connected consumers of a group, and who of them gets an event. */
final class Consumers {
    private final ConsumerStrategy strategy;
    private final List<Consumer> connected = new ArrayList<>();

    Consumers(ConsumerStrategy strategy) {
        this.strategy = strategy;
    }

    void add(Consumer consumer) {
        connected.add(consumer);
        strategy.added(consumer);
    }

    /** Returns whether it was connected. */
    boolean remove(Consumer consumer) {
        boolean there = connected.remove(consumer);
        if (there) {
            strategy.removed(consumer);
        }
        return there;
    }

    int count() {
        return connected.size();
    }

    /** Those connected now. */
    List<Consumer> all() {
        return List.copyOf(connected);
    }

    boolean anyHasRoom() {
        return connected.stream().anyMatch(Consumer::hasRoom);
    }

    /** Who gets the event; null while that consumer has no room. */
    @Nullable
    Consumer choose(GroupEvent event) {
        return strategy.choose(event);
    }
}
