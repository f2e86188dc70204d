package io.linker.testkit.internal.log;

/** How long a record is, which is what makes positions sparse and irregular as on a real server. */
final class RecordFormat {
    /** The first event is never at 0: a real log begins with internal records. */
    static final long FIRST_POSITION = 256;

    /** Length of a record that holds no event. */
    static final int FILLER_LENGTH = 64;

    private static final int FIXED_LENGTH = 72;

    private RecordFormat() {}

    static long length(LogRecord record) {
        return FIXED_LENGTH
                + 3L * record.stream().length()
                + 3L * record.type().length()
                + record.data().size()
                + record.metadata().size();
    }
}
