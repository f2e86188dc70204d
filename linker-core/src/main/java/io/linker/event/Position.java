package io.linker.event;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a database's log, as its servers number it.
 *
 * <p>Both halves are unsigned. They are byte offsets: comparable within one database, meaningless in another, and never
 * the subject of arithmetic.
 *
 * @param commit commit position
 * @param prepare prepare position, at most {@code commit}
 */
public record Position(long commit, long prepare) implements Comparable<Position> {
    /** Before the first event. */
    public static final Position START = new Position(0, 0);

    /** Behind every event. */
    public static final Position END = new Position(-1, -1);

    private static final Pattern TEXT = Pattern.compile("C:([0-9]{1,20})/P:([0-9]{1,20})");

    /**
     * Reads {@code C:commit/P:prepare}, as servers and {@link #toString} write it.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static Position parse(String text) {
        Matcher numbers = TEXT.matcher(text);
        if (!numbers.matches()) {
            throw new IllegalArgumentException("'" + text + "' is no position; one looks like C:1024/P:1024");
        }
        return new Position(Long.parseUnsignedLong(numbers.group(1)), Long.parseUnsignedLong(numbers.group(2)));
    }

    @Override
    public int compareTo(Position other) {
        int byCommit = Long.compareUnsigned(commit, other.commit);
        return byCommit != 0 ? byCommit : Long.compareUnsigned(prepare, other.prepare);
    }

    @Override
    public String toString() {
        return "C:" + Long.toUnsignedString(commit) + "/P:" + Long.toUnsignedString(prepare);
    }
}
