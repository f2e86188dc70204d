package io.linker.event;

/**
 * A stream together with its metadata stream: {@code S} and {@code $$S}. Order, filters and shares of work are decided by
 * the lane's name, never by the single stream, or a stream and its deletes would go separate ways.
 */
public final class Lane {
    private static final String METASTREAM_PREFIX = "$$";

    private Lane() {}

    /** The lane a stream belongs to: its own name, or for {@code $$S} the name {@code S}. */
    public static String of(String stream) {
        return isMetastream(stream) ? stream.substring(METASTREAM_PREFIX.length()) : stream;
    }

    /** Whether this is the metadata stream of another. */
    public static boolean isMetastream(String stream) {
        return stream.startsWith(METASTREAM_PREFIX);
    }

    /** The metadata stream of a lane. */
    public static String metastreamOf(String lane) {
        return METASTREAM_PREFIX + lane;
    }
}
