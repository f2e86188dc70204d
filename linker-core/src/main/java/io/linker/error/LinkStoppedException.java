package io.linker.error;

import org.jspecify.annotations.Nullable;

/**
 * The link stopped by itself. The message names the thing and the remedy; {@link #reason} is for programs.
 */
public final class LinkStoppedException extends LinkerException {
    private static final long serialVersionUID = 1L;

    private final StopReason reason;

    /** Stopped for {@code reason}. */
    public LinkStoppedException(StopReason reason, String message) {
        this(reason, message, null);
    }

    /** Stopped for {@code reason}, with what the transport or other code reported. */
    public LinkStoppedException(StopReason reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** Why, from a closed list. */
    public StopReason reason() {
        return reason;
    }
}
