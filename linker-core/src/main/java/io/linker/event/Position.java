package io.linker.event;

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
