package io.linker.checkpoint;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of several parts into which the lanes of a link are split: a lane, which is a stream of the destination with its
 * metadata stream, belongs to the share whose index is {@link #hash} of its name, unsigned, modulo the number of shares.
 *
 * @param index which part, from 0
 * @param count how many parts there are, at least 1
 */
public record Share(int index, int count) {
    /** All lanes. */
    public static final Share WHOLE = new Share(0, 1);

    private static final Pattern TEXT = Pattern.compile("(\\d{1,9})/(\\d{1,9})");
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException if there is no such share
     */
    public Share {
        if (count < 1 || index < 0 || index >= count) {
            throw new IllegalArgumentException("There is no share " + index + "/" + count + ": "
                    + (count < 1
                            ? "there is at least one"
                            : "of " + count + ", the first is 0 and the last " + (count - 1)));
        }
    }

    /**
     * The share that {@link #toString} writes: {@code 0/3} is the first of three.
     *
     * @throws IllegalArgumentException if it says something else, or there is no such share
     */
    public static Share parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no share: write INDEX/COUNT, 0/3 for the first of three and 2/3 for the last");
        }
        return new Share(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2)));
    }

    /** Whether this is all there is. */
    public boolean isWhole() {
        return count == 1;
    }

    /** Whether a lane belongs to this share. */
    public boolean holds(String lane) {
        return Long.remainderUnsigned(hash(lane), count) == index;
    }

    /** What this share of a link is called: {@code link-0-of-3}, and the whole as the link. Its checkpoint goes by it. */
    public String of(String link) {
        return isWhole() ? link : link + "-" + index + "-of-" + count;
    }

    /**
     * The hash that lanes are split by, the same in every process and version: 64-bit FNV-1a of the name in UTF-8, mixed by
     * the finaliser of MurmurHash3, without which names that end in even numbers only would fill one of two shares.
     */
    public static long hash(String lane) {
        long hash = FNV_OFFSET;
        for (byte octet : lane.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (octet & 0xff)) * FNV_PRIME;
        }
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return hash ^ (hash >>> 33);
    }

    @Override
    public String toString() {
        return index + "/" + count;
    }
}
