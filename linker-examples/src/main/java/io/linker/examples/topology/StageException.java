package io.linker.examples.topology;

import org.jspecify.annotations.Nullable;

/** A topology cannot be shown to its end. The message is for the user. */
public final class StageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    StageException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
