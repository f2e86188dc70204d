package io.linker.internal.engine;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * What the engine's thread has to do next; anybody may add. Its length is bounded by what the engine asked for: messages of
 * the subscription, and one answer for each request.
 */
final class Mailbox {
    private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();
    private volatile @Nullable Thread sleeper;

    void post(Runnable task) {
        queue.add(task);
        Thread thread = sleeper;
        if (thread != null) {
            LockSupport.unpark(thread);
        }
    }

    @Nullable
    Runnable poll() {
        return queue.poll();
    }

    /** Waits until something is there or {@code millis} have passed; one thread. */
    void await(long millis) {
        sleeper = Thread.currentThread();
        if (queue.isEmpty() && millis > 0) {
            LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(millis));
        }
        sleeper = null;
    }
}
