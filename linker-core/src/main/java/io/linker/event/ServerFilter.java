package io.linker.event;

/**
 * A filter that the origin's servers apply to {@code $all}, to spare the wire. Only ever generated, and never narrower than
 * the filter that is evaluated here again: what the server lets through proves nothing.
 *
 * @param what what the expression is matched against
 * @param regex a .NET regular expression, anchored; the server searches with it, it does not match whole names
 */
public record ServerFilter(What what, String regex) {
    /** What a server can filter by; one of them, never both. */
    public enum What {
        /** The name of the stream. */
        STREAM,
        /** The type of the event. */
        TYPE
    }
}
