package io.linker.testkit.internal.faults;

import io.linker.testkit.faults.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** A value that faults change for a while, each on top of the older ones. Any thread. */
public final class Setting<T> implements Supplier<T> {
    private final T usual;
    private final List<UnaryOperator<T>> changes = new ArrayList<>();
    private volatile T current;

    public Setting(T usual) {
        this.usual = usual;
        this.current = usual;
    }

    @Override
    public T get() {
        return current;
    }

    /** Changes the value until the fault is closed. */
    public Fault change(UnaryOperator<T> change) {
        UnaryOperator<T> unique = value -> change.apply(value);
        update(() -> changes.add(unique));
        return () -> update(() -> changes.remove(unique));
    }

    private synchronized void update(Runnable update) {
        update.run();
        T value = usual;
        for (UnaryOperator<T> change : changes) {
            value = change.apply(value);
        }
        current = value;
    }
}
