package io.linker.error;

/** A connection string, a name or a setting of a connection that cannot be right, whatever the servers say. */
public final class InvalidConnectionException extends LinkerException {
    private static final long serialVersionUID = 1L;

    /** @param message names what is wrong and what would be right; must not hold credentials */
    public InvalidConnectionException(String message) {
        super(message);
    }
}
