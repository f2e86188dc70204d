package io.linker.testkit.internal.groups;

/**
 * Where a group without a checkpoint begins.
 *
 * @param position the first position to deliver, or {@link #END} for what is written from now on
 * @param text     as the server shows it
 */
record StartFrom(long position, String text) {
    static final long END = -1;

    boolean isEnd() {
        return position == END;
    }
}
