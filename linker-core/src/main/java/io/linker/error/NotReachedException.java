package io.linker.error;

/** Something did not come to be within the time given. It may still; the message says how things stood. */
public final class NotReachedException extends LinkerException {
    private static final long serialVersionUID = 1L;

    /** With how things stood. */
    public NotReachedException(String message) {
        super(message);
    }
}
