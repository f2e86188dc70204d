package io.linker.testkit.internal.groups;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** One event each in turn; who has no room is passed over. */
final class RoundRobin implements ConsumerStrategy {
    private final ArrayDeque<Consumer> turns = new ArrayDeque<>();

    @Override
    public void added(Consumer consumer) {
        turns.addLast(consumer);
    }

    @Override
    public void removed(Consumer consumer) {
        turns.remove(consumer);
    }

    @Override
    public @Nullable Consumer choose(GroupEvent event) {
        for (int i = turns.size(); i > 0; i--) {
            Consumer next = turns.removeFirst();
            turns.addLast(next);
            if (next.hasRoom()) {
                return next;
            }
        }
        return null;
    }
}
