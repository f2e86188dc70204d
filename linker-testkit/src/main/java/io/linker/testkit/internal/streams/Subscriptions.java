package io.linker.testkit.internal.streams;

import io.linker.testkit.internal.log.Registration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The subscriptions that clients have open. Any thread. */
public final class Subscriptions {
    private final Set<OpenSubscription> open = ConcurrentHashMap.newKeySet();
    private final BooleanSupplier slowReadersEnd;
    private final List<Consumer<OpenSubscription>> listeners = new CopyOnWriteArrayList<>();

    /** @param slowReadersEnd whether a live subscription whose reader is too slow ends, as on 23.10, or catches up again */
    public Subscriptions(BooleanSupplier slowReadersEnd) {
        this.slowReadersEnd = slowReadersEnd;
    }

    boolean slowReadersEnd() {
        return slowReadersEnd.getAsBoolean();
    }

    /** All that are open at this moment. */
    public List<OpenSubscription> open() {
        return List.copyOf(open);
    }

    /** Tells about each subscription before its confirmation is sent, so that it can be stalled or ended from the first event on. */
    public Registration onOpen(Consumer<OpenSubscription> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    void add(OpenSubscription subscription) {
        open.add(subscription);
        listeners.forEach(listener -> listener.accept(subscription));
    }

    void remove(OpenSubscription subscription) {
        open.remove(subscription);
    }
}
