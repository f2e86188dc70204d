package io.linker.testkit.internal.groups;

import io.linker.testkit.internal.log.EventLog;
import io.linker.testkit.internal.log.Registration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/** A group together with what wakes it: every write to its source, once for any number of writes. */
final class RunningGroup {
    private final Group group;
    private final Executor loop;
    private final AtomicBoolean wakePending = new AtomicBoolean();
    private final Registration writes;

    /** The group reads on {@code loop}, where one task runs at a time. */
    RunningGroup(Group group, EventLog log, Executor loop) {
        this.group = group;
        this.loop = loop;
        String source = group.definition().source();
        this.writes = source.equals(AllSource.NAME) ? log.onAppend(this::wake) : log.onAppend(source, this::wake);
        wake();
    }

    GroupDefinition definition() {
        return group.definition();
    }

    Group group() {
        return group;
    }

    /** Lets the group read and deliver soon. Any thread. */
    void wake() {
        if (wakePending.compareAndSet(false, true)) {
            loop.execute(() -> {
                wakePending.set(false);
                wakeIf(group.proceed());
            });
        }
    }

    /** For what a call on the group returned: whether it wants to be called again. */
    void wakeIf(boolean more) {
        if (more) {
            wake();
        }
    }

    void shutdown() {
        writes.close();
        group.shutdown();
    }

    void delete() {
        writes.close();
        group.delete();
    }
}
