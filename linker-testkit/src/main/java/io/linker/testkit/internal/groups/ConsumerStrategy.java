package io.linker.testkit.internal.groups;

import org.jspecify.annotations.Nullable;

/** Decides which consumer of a group gets an event. */
sealed interface ConsumerStrategy permits RoundRobin, DispatchToSingle, Pinned {
    void added(Consumer consumer);

    void removed(Consumer consumer);

    /** A consumer with room for this event, or null when it has to wait. Asked only when some consumer has room. */
    @Nullable
    Consumer choose(GroupEvent event);
}
