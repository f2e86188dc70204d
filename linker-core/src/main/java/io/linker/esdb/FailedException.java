package io.linker.esdb;

import io.linker.error.Failure;

/** Carries a failure out of the steps of connecting. */
final class FailedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    FailedException(Failure failure) {
        super(failure.message(), failure.cause());
        this.failure = failure;
    }

    Failure failure() {
        return failure;
    }
}
