package io.linker.testkit.internal.streams;

import io.linker.testkit.internal.log.SystemNames;

/** What the caller of one call may do. Asked on the thread that serves the call; must not block. */
public interface Access {

    /** A right on a stream; {@code $all} is a stream here. */
    enum Right {
        READ,
        WRITE,
        DELETE,
        META_READ,
        META_WRITE;

        /** The right that reading the stream takes. */
        public static Right toRead(String stream) {
            return SystemNames.isMetastream(stream) ? META_READ : READ;
        }

        /** The right that appending to the stream takes. */
        public static Right toWrite(String stream) {
            return SystemNames.isMetastream(stream) ? META_WRITE : WRITE;
        }
    }

    /** Whether the caller holds the right; for a metastream the rights {@code META_*} are those of its original. */
    boolean allows(Right right, String stream);

    /** Finds out who calls, when a call begins: the gRPC context of that moment is the call's. */
    interface Policy {
        /** The access of the current call. */
        Access current();

        /** Everybody may do everything, as on an insecure server. */
        Policy OPEN = () -> (right, stream) -> true;
    }
}
