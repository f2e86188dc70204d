package io.linker.checkpoint;

/**
 * One of several parts into which the lanes of an origin are split by a stable hash of the lane's name.
 *
 * @param index which part, from 0
 * @param count how many parts there are, at least 1
 */
public record Share(int index, int count) {
    /** All lanes. */
    public static final Share WHOLE = new Share(0, 1);

    /** Checks the range. */
    public Share {
        if (count < 1 || index < 0 || index >= count) {
            throw new IllegalArgumentException("share " + index + " of " + count + " does not exist");
        }
    }

    @Override
    public String toString() {
        return index + " of " + count;
    }
}
