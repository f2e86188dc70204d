package io.linker.error;

import org.jspecify.annotations.Nullable;

/** The root of everything this library throws on its own account. The message names the thing and the remedy. */
public abstract sealed class LinkerException extends RuntimeException
        permits CheckpointException,
                DatabaseException,
                InvalidConnectionException,
                InvalidPatternException,
                InvalidTopologyException,
                LinkStoppedException,
                NotReachedException {
    private static final long serialVersionUID = 1L;

    LinkerException(String message) {
        super(message);
    }

    LinkerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
