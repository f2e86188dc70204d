package io.linker.testkit.internal.streams;

import io.grpc.StatusRuntimeException;

/** A subscription that a client has open, as a scripted fault sees it. Any thread. */
public interface OpenSubscription {
    /** The stream subscribed to, or {@code $all}. */
    String stream();

    /**
     * Does something, once, when the subscription is confirmed and was sent so many events in all. Nothing more is sent
     * before that is done.
     */
    void after(long events, Runnable action);

    /** Sends nothing more, and does not say so, until {@link #resume()}. */
    void stall();

    /** Goes on where it stalled; nothing is left out. */
    void resume();

    /** Ends the call with that status after what was sent so far. */
    void fail(StatusRuntimeException failure);

    /** Ends the call with OK, which a healthy server never does. */
    void complete();
}
