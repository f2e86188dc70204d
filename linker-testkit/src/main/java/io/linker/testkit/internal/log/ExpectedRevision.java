package io.linker.testkit.internal.log;

/**
 * Where a stream must stand for a write to be accepted.
 *
 * @param number the revision of the last event, or one of the server's numbers for the special cases
 */
public record ExpectedRevision(long number) {
    /** No check at all. */
    public static final ExpectedRevision ANY = new ExpectedRevision(-2);
    /** Never written, or soft-deleted. */
    public static final ExpectedRevision NO_STREAM = new ExpectedRevision(-1);
    /** Has events or at least metadata, and is not soft-deleted. */
    public static final ExpectedRevision STREAM_EXISTS = new ExpectedRevision(-4);

    public ExpectedRevision {
        if (number < -4 || number == -3) {
            throw new IllegalArgumentException("not an expected revision: " + number);
        }
    }

    /** The stream's last event has exactly this revision; -1 is the same as {@link #NO_STREAM}. */
    public static ExpectedRevision exactly(long revision) {
        if (revision < -1) {
            throw new IllegalArgumentException("not a revision: " + revision);
        }
        return new ExpectedRevision(revision);
    }
}
