package io.linker.error;

import org.jspecify.annotations.Nullable;

/** A checkpoint could not be read or written. */
public final class CheckpointException extends LinkerException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** What is wrong. */
    public enum Kind {
        /** What is stored is no checkpoint, is damaged, or belongs to another link. Waiting does not help. */
        MALFORMED,
        /** The storage does not answer, is full, or may not be used. Trying again may help. */
        UNAVAILABLE
    }

    /** A failure with the reason the storage gave, where it gave one. */
    public CheckpointException(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** What is wrong. */
    public Kind kind() {
        return kind;
    }
}
