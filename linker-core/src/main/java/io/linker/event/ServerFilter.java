package io.linker.event;

/**
 * A filter that the origin's servers apply to {@code $all}, to spare the wire. Only ever generated, and never narrower than
 * the filter that is evaluated here again: what the server lets through proves nothing.
 *
 * @param what what the expression is matched against
 * @param regex a .NET regular expression, anchored; the server searches with it, it does not match whole names
 */
public record ServerFilter(What what, String regex) {
    /** The end of a name; in .NET {@code $} matches before a final line feed. */
    public static final String END = "\\z";

    private static final String META_CHARACTERS = "\\*+?|{}[]()^$.# -";

    /** The events of one stream, and no others. */
    public static ServerFilter stream(String name) {
        return new ServerFilter(What.STREAM, "^" + literal(name) + END);
    }

    /** An expression that matches a text as it is, in .NET as in Java. */
    public static String literal(String text) {
        var escaped = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (META_CHARACTERS.indexOf(c) >= 0) {
                escaped.append('\\');
            }
            escaped.append(c);
        }
        return escaped.toString();
    }

    /** What a server can filter by; one of them, never both. */
    public enum What {
        /** The name of the stream. */
        STREAM,
        /** The type of the event. */
        TYPE
    }
}
