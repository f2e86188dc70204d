package io.linker.testkit.internal.streams;

import io.linker.testkit.internal.log.Registration;

/** Where a subscription's events come from, and how far it has come. Used by one thread at a time. */
interface SubscriptionSource {
    /** Entries of the server's live buffer; a reader further behind than that gets pages again. */
    int LIVE_BUFFER = 32;

    /** The stream, or {@code $all}. */
    String name();

    /**
     * Sets the cursor.
     *
     * @throws io.grpc.StatusRuntimeException if the subscription is refused
     */
    void start();

    /** Asks to be told about appends that matter here. */
    Registration register(Runnable wake);

    /**
     * Sends the next event, or passes over some that are not wanted; false at the end.
     *
     * @param live whether events come as they are written, which truncation does not hide
     * @throws io.grpc.StatusRuntimeException if the subscription is over
     */
    boolean sendNext(ReadOut out, boolean live);

    /** How many events there are beyond the cursor. */
    long lag();

    /** The end is reached; the reader will be told next. */
    void beforeCaughtUp(ReadOut out);

    /** The reader was live and is too far behind now. */
    void fellBehind(ReadOut out);
}
