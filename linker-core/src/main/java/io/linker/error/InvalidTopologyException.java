package io.linker.error;

/** A set of links that cannot work together, whatever the servers say. */
public final class InvalidTopologyException extends LinkerException {
    private static final long serialVersionUID = 1L;

    /** @param message names the links or databases concerned and the remedy */
    public InvalidTopologyException(String message) {
        super(message);
    }
}
