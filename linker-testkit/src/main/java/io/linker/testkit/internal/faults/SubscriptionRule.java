package io.linker.testkit.internal.faults;

import io.linker.testkit.faults.CountedFault;
import io.linker.testkit.internal.log.Registration;
import io.linker.testkit.internal.streams.OpenSubscription;
import io.linker.testkit.internal.streams.Subscriptions;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One ordered fault of subscriptions.
 *
 * @param next how many of those opened later are struck; 0 for those that are open instead
 */
public record SubscriptionRule(
        Subscriptions subscriptions,
        Predicate<OpenSubscription> selected,
        int next,
        long afterEvents,
        Consumer<OpenSubscription> strike,
        Consumer<OpenSubscription> release) {

    public CountedFault order() {
        var order = new Order();
        if (next == 0) {
            subscriptions.open().stream().filter(selected).forEach(order::strikeInTime);
        } else {
            order.waiting = subscriptions.onOpen(order::opened);
        }
        return order;
    }

    private final class Order implements CountedFault {
        private final AtomicInteger left = new AtomicInteger(next);
        private final List<OpenSubscription> struck = new CopyOnWriteArrayList<>();
        private volatile boolean closed;
        private volatile @Nullable Registration waiting;

        void opened(OpenSubscription subscription) {
            if (!closed && selected.test(subscription) && left.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                strikeInTime(subscription);
            }
        }

        void strikeInTime(OpenSubscription subscription) {
            subscription.after(afterEvents, () -> strike(subscription));
        }

        private synchronized void strike(OpenSubscription subscription) {
            if (!closed) {
                struck.add(subscription);
                strike.accept(subscription);
            }
        }

        @Override
        public int times() {
            return struck.size();
        }

        @Override
        public synchronized void close() {
            closed = true;
            if (waiting != null) {
                waiting.close();
            }
            struck.forEach(release);
        }
    }
}
