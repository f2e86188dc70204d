package io.linker.write;

import io.linker.event.Position;
import org.jspecify.annotations.Nullable;

/**
 * A page of a destination stream, backwards, links not resolved.
 *
 * @param stream the stream
 * @param from the newest revision wanted, inclusive; {@link Long#MAX_VALUE} for the newest there is
 * @param count most events, at least 1
 * @param before null for what readers of the stream see. Else everything that stands in {@code $all} before this place
 *     is wanted, what is deleted or truncated included; {@code from} says nothing then
 */
public record ReadRequest(
        String stream, long from, int count, @Nullable Position before) {
    /** What readers of the stream see. */
    public ReadRequest(String stream, long from, int count) {
        this(stream, from, count, null);
    }

    /** What was written before a place of {@code $all}, whatever hides it from readers. */
    public static ReadRequest written(String stream, Position before, int count) {
        return new ReadRequest(stream, Long.MAX_VALUE, count, before);
    }
}
