package io.linker.verify;

/** Which elements of a permutation are in order, and which moved. */
final class Order {
    private Order() {}

    /** For each element whether it belongs to a longest increasing subsequence: the fewest others then have moved. */
    static boolean[] longestIncreasing(int[] values) {
        int[] tails = new int[values.length];
        int[] before = new int[values.length];
        int length = 0;
        for (int i = 0; i < values.length; i++) {
            int low = firstNotBelow(values, tails, length, values[i]);
            before[i] = low == 0 ? -1 : tails[low - 1];
            tails[low] = i;
            length = Math.max(length, low + 1);
        }
        var stays = new boolean[values.length];
        for (int i = length == 0 ? -1 : tails[length - 1]; i >= 0; i = before[i]) {
            stays[i] = true;
        }
        return stays;
    }

    private static int firstNotBelow(int[] values, int[] tails, int length, int value) {
        int low = 0;
        int high = length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (values[tails[middle]] < value) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
