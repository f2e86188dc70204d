package io.linker.verify;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Entries of both sides, split by a hash of their lane, so that one part after the other can be compared. */
final class Parts implements AutoCloseable {
    private static final int BITS = 6;
    private static final int PARTS = 1 << BITS;

    /** Ten levels use up the hash; what is together even then is one lane. */
    private static final int DEEPEST = 64 / BITS - 1;

    private final Limits limits;
    private final int depth;
    private final List<Pair> pairs = new ArrayList<>(PARTS);

    Parts(Limits limits, int depth) {
        this.limits = limits;
        this.depth = depth;
        // Two sides, and two levels open at a time but for a lane of unusual size, share what may be in memory.
        int mostInMemory = limits.entriesInMemory() / (4 * PARTS);
        for (int i = 0; i < PARTS; i++) {
            pairs.add(
                    new Pair(new Spool(limits.directory(), mostInMemory), new Spool(limits.directory(), mostInMemory)));
        }
    }

    private record Pair(Spool expected, Spool found) implements AutoCloseable {
        long size() {
            return expected.size() + found.size();
        }

        boolean isOneLane() {
            String lane = expected.size() > 0 ? expected.onlyLane() : found.onlyLane();
            return lane != null
                    && (found.size() == 0 || Objects.equals(lane, found.onlyLane()))
                    && (expected.size() == 0 || Objects.equals(lane, expected.onlyLane()));
        }

        @Override
        public void close() {
            expected.close();
            found.close();
        }
    }

    void expect(Entry entry) {
        part(entry).expected.add(entry);
    }

    void find(Entry entry) {
        part(entry).found.add(entry);
    }

    /** Hands over what either side has of each lane; what was handed over is forgotten. */
    void forEachLane(BiConsumer<Spool, Spool> each) {
        for (Pair pair : pairs) {
            if (pair.size() == 0) {
                continue;
            }
            if (pair.isOneLane()) {
                each.accept(pair.expected, pair.found);
            } else if (pair.size() <= limits.entriesInMemory() / 2 || depth == DEEPEST) {
                inMemory(pair, each);
            } else {
                split(pair, each);
            }
            pair.close();
        }
    }

    private void inMemory(Pair pair, BiConsumer<Spool, Spool> each) {
        var lanes = new LinkedHashMap<String, Pair>();
        copy(pair.expected, entry -> lane(lanes, entry).expected.add(entry));
        copy(pair.found, entry -> lane(lanes, entry).found.add(entry));
        lanes.values().forEach(lane -> each.accept(lane.expected, lane.found));
    }

    private Pair lane(Map<String, Pair> lanes, Entry entry) {
        return lanes.computeIfAbsent(
                entry.lane(),
                lane -> new Pair(
                        new Spool(limits.directory(), Integer.MAX_VALUE),
                        new Spool(limits.directory(), Integer.MAX_VALUE)));
    }

    private void split(Pair pair, BiConsumer<Spool, Spool> each) {
        try (var smaller = new Parts(limits, depth + 1)) {
            copy(pair.expected, smaller::expect);
            copy(pair.found, smaller::find);
            pair.close();
            smaller.forEachLane(each);
        }
    }

    private static void copy(Spool from, Consumer<Entry> to) {
        try (Spool.Cursor cursor = from.open()) {
            for (Entry entry = cursor.next(); entry != null; entry = cursor.next()) {
                to.accept(entry);
            }
        }
    }

    private Pair part(Entry entry) {
        long hash = Entry.hash(entry.lane().getBytes(StandardCharsets.UTF_8));
        return pairs.get((int) (hash >>> (BITS * depth)) & (PARTS - 1));
    }

    @Override
    public void close() {
        pairs.forEach(Pair::close);
    }
}
