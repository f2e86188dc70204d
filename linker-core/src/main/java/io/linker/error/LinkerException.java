package io.linker.error;

/** The root of everything this library throws on its own account. The message names the thing and the remedy. */
public abstract sealed class LinkerException extends RuntimeException permits InvalidConnectionException {
    private static final long serialVersionUID = 1L;

    LinkerException(String message) {
        super(message);
    }
}
