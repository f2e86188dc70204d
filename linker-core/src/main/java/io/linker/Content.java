package io.linker;

/**
 * What besides ordinary events is replicated.
 *
 * @param deletes whether soft deletes are
 * @param tombstones whether tombstones are
 * @param metadata how much of stream metadata is
 * @param linkEvents whether link events in user streams are copied as they are; else they are skipped
 */
public record Content(boolean deletes, boolean tombstones, StreamMetadata metadata, boolean linkEvents) {
    /** Events only. */
    static final Content EVENTS = new Content(false, false, StreamMetadata.NONE, true);

    /** All but soft deletes. */
    static final Content TWO_WAY = new Content(false, true, StreamMetadata.WITHOUT_ACCESS, true);

    /** Events and tombstones. */
    static final Content MESH = new Content(false, true, StreamMetadata.NONE, true);

    static Content in(Delivery.Loop place) {
        return place == Delivery.Loop.MESH ? MESH : TWO_WAY;
    }

    /** How much of stream metadata is replicated. */
    public enum StreamMetadata {
        /** Whole documents. */
        ALL,
        /** Without {@code $acl}, which could deny the link itself. */
        WITHOUT_ACCESS,
        /** None. */
        NONE
    }
}
