package io.linker.write;

import io.linker.error.Failure;

/** What the destination said to a {@link WriteRequest}. Only {@link Success} confirms. */
public sealed interface WriteAnswer {
    /**
     * Written now or before; the two look the same.
     *
     * @param revision the stream's revision of the last event of the request; the expected revision for tombstones
     */
    record Success(long revision) implements WriteAnswer {}

    /** Nothing was written: the newest event has another revision ({@link WriteRequest#NO_STREAM} for no stream). */
    record WrongExpectedRevision(long actual) implements WriteAnswer {}

    /** Nothing was written: the stream is deleted for ever. */
    record StreamDeleted() implements WriteAnswer {}

    /** Nothing was written: the user may not write this stream. */
    record Denied(String message) implements WriteAnswer {}

    /** Nothing was written: the request is larger than the server takes. {@code limit} in bytes as the server counts. */
    record TooLarge(long limit) implements WriteAnswer {}

    /** Nothing was written, and nothing is wrong with the request: the node is not ready or not the leader. */
    record NotNow(Failure why) implements WriteAnswer {}

    /** Written or not, nobody knows: no answer in time. */
    record Undecided(Failure why) implements WriteAnswer {}

    /** Nothing was written, and the same request will never be: the server refuses what is in it. */
    record Refused(String why) implements WriteAnswer {}
}
