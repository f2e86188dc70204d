package io.linker.testkit.faults;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.linker.testkit.internal.faults.Refusals;
import io.linker.testkit.internal.faults.SubscriptionRule;
import io.linker.testkit.internal.streams.Failures;
import io.linker.testkit.internal.streams.OpenSubscription;
import io.linker.testkit.internal.streams.Subscriptions;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Faults of catch-up subscriptions. First say which subscriptions and when, then what becomes of them:
 *
 * <pre>{@code
 * node.faults().subscriptions().fail(Status.UNAVAILABLE);
 * node.faults().subscriptions().toAll().next(1).afterEvents(10).endAsTooSlow();
 * try (var stalled = node.faults().subscriptions().stall()) { ... }
 * }</pre>
 *
 * <p>Without {@link #next} a fault strikes the subscriptions that are open at that moment and none that is opened later, so
 * that a client may subscribe again. What was sent before arrives before the end. Objects of this class are immutable.
 */
public final class SubscriptionFaults {
    private final Subscriptions subscriptions;
    private final Predicate<OpenSubscription> selected;
    private final int next;
    private final long afterEvents;

    SubscriptionFaults(Subscriptions subscriptions) {
        this(subscriptions, subscription -> true, 0, 0);
    }

    private SubscriptionFaults(
            Subscriptions subscriptions, Predicate<OpenSubscription> selected, int next, long afterEvents) {
        this.subscriptions = subscriptions;
        this.selected = selected;
        this.next = next;
        this.afterEvents = afterEvents;
    }

    /** Only subscriptions to this stream. */
    public SubscriptionFaults to(String stream) {
        return new SubscriptionFaults(
                subscriptions,
                selected.and(subscription -> subscription.stream().equals(stream)),
                next,
                afterEvents);
    }

    /** Only subscriptions to {@code $all}, filtered or not. */
    public SubscriptionFaults toAll() {
        return to("$all");
    }

    /** Not those that are open, but so many of those that are opened from now on, at least 1. */
    public SubscriptionFaults next(int opened) {
        if (opened < 1) {
            throw new IllegalArgumentException("a fault strikes at least once, not " + opened + " times");
        }
        return new SubscriptionFaults(subscriptions, selected, opened, afterEvents);
    }

    /** Not at once, but as soon as the subscription has been sent so many events in all. */
    public SubscriptionFaults afterEvents(long events) {
        return new SubscriptionFaults(subscriptions, selected, next, events);
    }

    /** Ends them with ABORTED, as 23.10 ends a live subscription whose reader is slow. The client should subscribe again. */
    public CountedFault endAsTooSlow() {
        return fail(Failures::tooSlow);
    }

    /** Ends them with CANCELLED, which the official client swallows. */
    public CountedFault cancel() {
        return fail(Status.CANCELLED);
    }

    /** Ends them with UNAVAILABLE, as a node that goes down. */
    public CountedFault endAsUnavailable() {
        return fail(Status.UNAVAILABLE.withDescription("Connection closed after GOAWAY. HTTP/2 error code: NO_ERROR"));
    }

    /** Ends them as a node that has lost its leadership: NOT_FOUND with the leader's address, which may be wrong. */
    public CountedFault endAsFollowerOf(String host, int port) {
        return fail(() -> Refusals.notLeader(host, port));
    }

    /** Ends them with this status. */
    public CountedFault fail(Status status) {
        return fail(status::asRuntimeException);
    }

    private CountedFault fail(Supplier<StatusRuntimeException> failure) {
        return order(subscription -> subscription.fail(failure.get()), subscription -> {});
    }

    /** Ends them with OK, which no server should do; the official client does not tell its user. */
    public CountedFault complete() {
        return order(OpenSubscription::complete, subscription -> {});
    }

    /** Sends them nothing more, and does not say so, until the fault is closed. Nothing is left out then. */
    public CountedFault stall() {
        return order(OpenSubscription::stall, OpenSubscription::resume);
    }

    private CountedFault order(Consumer<OpenSubscription> strike, Consumer<OpenSubscription> release) {
        return new SubscriptionRule(subscriptions, selected, next, afterEvents, strike, release).order();
    }
}
