package io.linker.write;

/**
 * A page of a destination stream, backwards, links not resolved.
 *
 * @param stream the stream
 * @param from the newest revision wanted, inclusive; {@link Long#MAX_VALUE} for the newest there is
 * @param count most events, at least 1
 */
public record ReadRequest(String stream, long from, int count) {}
