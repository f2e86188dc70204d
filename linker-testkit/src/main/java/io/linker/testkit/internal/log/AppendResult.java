package io.linker.testkit.internal.log;

/** What became of a write. */
public sealed interface AppendResult {

    /**
     * The events are in the log, from this write or from an earlier one with the same ids.
     *
     * @param revision of the last event of this write; of the head after an empty write, -1 if there is none
     * @param position of that event, {@link #NO_POSITION} if it is not readable any more
     * @param replayed whether an earlier write had stored them
     */
    record Success(long revision, long position, boolean replayed) implements AppendResult {}

    /**
     * The stream does not stand where the writer expected it. Nothing was written.
     *
     * @param current revision of its last event, -1 if there is none
     */
    record WrongExpectedRevision(String stream, ExpectedRevision expected, long current) implements AppendResult {}

    /** The stream is tombstoned, or was expected to exist and is soft-deleted. Nothing was written. */
    record StreamDeleted(String stream) implements AppendResult {}

    /** Stands for a position that cannot be told. */
    long NO_POSITION = -1;
}
