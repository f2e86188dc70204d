package io.linker.write;

import io.linker.error.Failure;
import io.linker.event.RecordedEvent;
import java.util.List;

/** What the destination said to a {@link ReadRequest}. */
public sealed interface ReadAnswer {
    /**
     * A page of the stream.
     *
     * @param events newest first; empty where all are hidden by truncation or age
     * @param head the last revision as the server names it, hidden events included
     */
    record Page(List<RecordedEvent> events, long head) implements ReadAnswer {}

    /** Never written, or soft-deleted: the two look the same to a reader. */
    record NotFound() implements ReadAnswer {}

    /** Deleted for ever. */
    record StreamDeleted() implements ReadAnswer {}

    /** The user may not read this stream. */
    record Denied(String message) implements ReadAnswer {}

    /** No answer. */
    record Failed(Failure failure) implements ReadAnswer {}
}
