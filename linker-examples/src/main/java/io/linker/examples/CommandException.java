package io.linker.examples;

/** A command cannot go on. The message names the thing and the remedy, and is all a user sees. */
final class CommandException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CommandException(String message) {
        super(message);
    }

    CommandException(String message, Throwable cause) {
        super(message, cause);
    }
}
