package io.linker.error;

import org.jspecify.annotations.Nullable;

/**
 * Why a call to one of the two databases did not do what it was asked.
 *
 * @param kind what happened, from a closed list
 * @param message one sentence for a person, naming the endpoint and the remedy where there is one; never holds credentials
 * @param cause what the transport reported, where it did
 */
public record Failure(Kind kind, String message, @Nullable Throwable cause) {
    /** What happened. */
    public enum Kind {
        /** Connection refused, reset, cut or timed out; the node is down or unreachable. Ambiguous for writes under way. */
        UNAVAILABLE(true),
        /** The node answers, but not yet: starting, electing, resigning. Nothing was written. */
        NOT_READY(true),
        /** The node is not the leader. Nothing was written; the connection is to be thrown away. */
        NOT_LEADER(true),
        /** A live subscription fell behind and the server ended it. Ordinary under load: resume at once. */
        TOO_SLOW(true),
        /** No answer in time. Ambiguous for writes. */
        TIMEOUT(true),
        /** Ended without an error, or by a cancellation of the server's. */
        ENDED(true),
        /** The host name does not resolve. */
        UNKNOWN_HOST(true),
        /**
         * One message was larger than the other side takes, which ended the call it was on. Not ambiguous, and never healed by
         * sending the same again: who is to blame shows when the suspects are sent alone.
         */
        MESSAGE_TOO_LARGE(true),
        /** An answer outside the known ones. */
        UNKNOWN(true),
        /** The credentials were refused. */
        AUTHENTICATION(false),
        /** The user lacks a right that the message names. */
        ACCESS_DENIED(false),
        /** The TLS handshake failed: wrong certificate authority, wrong host name, expired certificate. */
        TLS(false),
        /** The position is not one of this database's. */
        INVALID_POSITION(false),
        /** The stream is deleted for ever. */
        STREAM_DELETED(false),
        /** The server is too old, or lacks a feature. */
        UNSUPPORTED(false);

        private final boolean canHeal;

        Kind(boolean canHeal) {
            this.canHeal = canHeal;
        }

        /** Whether waiting and trying again can succeed without anybody's doing. */
        public boolean canHeal() {
            return canHeal;
        }
    }

    /** A failure nothing threw. */
    public Failure(Kind kind, String message) {
        this(kind, message, null);
    }

    @Override
    public String toString() {
        return kind + ": " + message;
    }
}
