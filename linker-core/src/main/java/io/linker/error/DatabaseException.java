package io.linker.error;

/** A call to a database failed, where the caller waited for it. */
public final class DatabaseException extends LinkerException {
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    /** @param failure what happened; its message becomes this one's */
    public DatabaseException(Failure failure) {
        super(failure.message(), failure.cause());
        this.failure = failure;
    }

    /** What happened, and whether time can heal it. */
    public Failure failure() {
        return failure;
    }
}
