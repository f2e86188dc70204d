package io.linker.testkit.internal.groups;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** Everything to one consumer until it has no room, then to the next. */
final class DispatchToSingle implements ConsumerStrategy {
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
            Consumer current = turns.getFirst();
            if (current.hasRoom()) {
                return current;
            }
            turns.addLast(turns.removeFirst());
        }
        return null;
    }
}
