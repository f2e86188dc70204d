package io.linker.verify;

import io.linker.event.RecordedEvent;
import java.util.function.Consumer;

/**
 * What a database holds, read once from its beginning to a fixed end. The events of one stream come in the order of their
 * revisions; different streams come mixed as in {@code $all}, or one after another, then a metadata stream after its stream.
 * Deletes and documents are events of metadata streams, tombstones are events of their stream. A list of events is one: {@code list::forEach}.
 */
@FunctionalInterface
public interface History {
    /** Hands over every event, on the calling thread; returns when there is no more. */
    void read(Consumer<RecordedEvent> each);
}
