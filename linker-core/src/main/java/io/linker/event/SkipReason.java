package io.linker.event;

/** Why an event of the origin was not written to the destination. */
public enum SkipReason {
    /** The link's filter does not select it. */
    FILTERED,
    /** Another share of the link's work handles its stream. */
    OTHER_SHARE,
    /** A system stream, which no link replicates. */
    SYSTEM,
    /** It came from the destination in the first place. */
    ECHO,
    /** Its writer marked it {@code $local}. */
    LOCAL,
    /** Written before the point in time that the link starts from. */
    BEFORE_START,
    /** The link's transform dropped it. */
    DROPPED,
    /** A link event in a user stream, which this link does not copy. */
    LINK_EVENT,
    /** The link event's target is gone. */
    UNRESOLVED,
    /** A metadata document the server wrote by itself when a stream was recreated. */
    SERVER_MADE,
    /** Deletes, tombstones or metadata, switched off for this link. */
    SWITCHED_OFF,
    /** Already at the destination, from an earlier run. */
    ALREADY_THERE,
    /** In the link's park stream, from an earlier run. */
    PARKED,
    /** A delete that later events of the same stream have overtaken, or a document that met a later one. */
    SUPERSEDED,
    /** It met events its writer did not know: it went to the conflict stream, or was a delete that would have hidden them. */
    CONFLICT,
    /** A metadata document for a stream that is deleted at the destination. */
    STREAM_DELETED,
    /** Somebody else deleted its stream at the destination, and the link respects that. */
    REMOVED,
    /** Its stream is deleted for ever at the destination. */
    TOMBSTONED,
    /** The origin no longer had it when its lane, which had been stuck at the destination, moved again. */
    GONE
}
