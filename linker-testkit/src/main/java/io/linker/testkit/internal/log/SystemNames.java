package io.linker.testkit.internal.log;

/** Names with a meaning to the server. */
public final class SystemNames {
    /** Type of a link event. */
    public static final String LINK_TYPE = "$>";
    /** Type of a stream metadata event. */
    public static final String METADATA_TYPE = "$metadata";
    /** Type of the event that ends a stream for ever. */
    public static final String DELETED_TYPE = "$streamDeleted";

    private static final String META_PREFIX = "$$";

    private SystemNames() {}

    /** The stream that holds the metadata of the given one. */
    public static String metastreamOf(String stream) {
        return META_PREFIX + stream;
    }

    /** Whether the stream holds the metadata of another one. */
    public static boolean isMetastream(String stream) {
        return stream.startsWith(META_PREFIX);
    }

    /** The stream whose metadata a metastream holds. */
    public static String originalOf(String metastream) {
        return metastream.substring(META_PREFIX.length());
    }
}
