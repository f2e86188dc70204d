package io.linker.error;

/** Why a link stopped by itself and will not go on without somebody's decision. */
public enum StopReason {
    /** Neither end, or one of them, could be reached within the connect time-out. */
    NOT_CONNECTED,
    /** The credentials were refused. */
    AUTHENTICATION,
    /** The user lacks a right. */
    ACCESS_DENIED,
    /** The TLS handshake fails. */
    TLS,
    /** The server is too old or lacks a feature. */
    UNSUPPORTED,
    /** Both ends are one database. */
    SAME_DATABASE,
    /** A database is known by another name than the one given. */
    NAME_MISMATCH,
    /** The checkpoint was made with another filter, another share or another kind of origin. */
    SETTINGS_CHANGED,
    /** The origin is not the database, or not in the state, that the checkpoint was made with. */
    ORIGIN_CHANGED,
    /** The destination lost events that it had confirmed: it was restored or replaced. */
    DESTINATION_REWOUND,
    /** Somebody else deleted a stream of the destination, and the link halts where that happens. */
    DESTINATION_DELETED,
    /** A newer instance of the same link has taken over. */
    FENCED,
    /** A stranger's event stands in a stream of the destination, and the policy is to halt. */
    CONFLICT,
    /** The destination refuses an event, and the policy is to halt. */
    UNDELIVERABLE,
    /** A checkpoint could not be read or stored. */
    CHECKPOINT,
    /** An error in Linker itself or in code given to it. */
    INTERNAL
}
