package io.linker.verify;

import io.linker.verify.Finding.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/**
 * Takes two sequences that hold the same ids, pair by pair. From a pair that differs to where both sides have brought the
 * same events again is a region out of order; what has to move in it, at least, is reported.
 */
final class PairedComparison {
    private final String lane;
    private final int mostInRegion;
    private final Tally tally;
    private final List<Entry> left = new ArrayList<>();
    private final List<Entry> right = new ArrayList<>();
    private final Map<UUID, Integer> balance = new HashMap<>();

    PairedComparison(String lane, int mostInRegion, Tally tally) {
        this.lane = lane;
        this.mostInRegion = mostInRegion;
        this.tally = tally;
    }

    /** Takes the next pair; false if too much is out of order to go on. */
    boolean compare(Entry expected, Entry found) {
        if (left.isEmpty() && expected.id().equals(found.id())) {
            compareFields(expected, found);
            return true;
        }
        left.add(expected);
        right.add(found);
        count(expected.id(), 1);
        count(found.id(), -1);
        if (balance.isEmpty()) {
            settle();
        } else if (left.size() > mostInRegion) {
            String words = "from the origin's revision " + left.get(0).revision() + " on, more than " + mostInRegion
                    + " events are out of order";
            tally.add(Kind.BEYOND_LIMIT, lane, expected.id(), words);
            return false;
        }
        return true;
    }

    private void count(UUID id, int change) {
        balance.merge(id, change, Integer::sum);
        balance.remove(id, 0);
    }

    private void settle() {
        Map<UUID, Deque<Integer>> places = new HashMap<>();
        for (int i = 0; i < left.size(); i++) {
            places.computeIfAbsent(left.get(i).id(), id -> new ArrayDeque<>(1)).add(i);
        }
        int[] order = new int[right.size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = Objects.requireNonNull(places.get(right.get(i).id()), "balanced")
                    .remove();
        }
        boolean[] stays = Order.longestIncreasing(order);
        for (int i = 0; i < order.length; i++) {
            Entry expected = left.get(order[i]);
            Entry found = right.get(i);
            if (stays[i]) {
                compareFields(expected, found);
            } else {
                String words = "the origin's event " + expected.id() + " at revision " + expected.revision()
                        + " stands at the destination's revision " + found.revision() + ", out of order";
                tally.add(Kind.REORDERED, lane, expected.id(), words);
            }
        }
        left.clear();
        right.clear();
    }

    private void compareFields(Entry expected, Entry found) {
        List<String> fields = expected.differences(found);
        if (fields.isEmpty()) {
            tally.faithful();
        } else {
            String words = String.join(", ", fields) + " of the origin's event " + expected.id() + " at revision "
                    + expected.revision() + " differs at the destination's revision " + found.revision();
            tally.add(Kind.ALTERED, lane, expected.id(), words);
        }
    }
}
