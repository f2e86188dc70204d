package io.linker.testkit.internal.log;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Remembers where recent event ids were written, which is all that protects a repeat that expects any revision. The
 * first writer of an id wins; the oldest entry goes first and a hit does not refresh it. Not thread-safe.
 *
 * <p>A ring of entries with a hash table of their slots beside it: every event that is written passes here, and with
 * a linked map this was a seventh of the node's work.
 */
final class IdCache {
    /** The server's limit for the whole node, in its own measure of weight. */
    static final long CAPACITY = 8_388_608;

    private static final int FIRST_SLOTS = 1 << 7;

    record Place(String stream, long revision) {}

    private record Entry(UUID id, String stream, long revision) {
        boolean is(UUID other) {
            return id.getMostSignificantBits() == other.getMostSignificantBits()
                    && id.getLeastSignificantBits() == other.getLeastSignificantBits();
        }
    }

    private @Nullable Entry[] ring = new Entry[FIRST_SLOTS];
    /** Slots of the ring plus one, by hash; twice as many places as slots, so that searches stay short. */
    private int[] table = new int[2 * FIRST_SLOTS];

    private int oldest;
    private int count;
    private long weight;

    @Nullable
    Place find(UUID id) {
        int at = indexOf(id);
        Entry entry = table[at] == 0 ? null : ring[table[at] - 1];
        return entry == null ? null : new Place(entry.stream(), entry.revision());
    }

    void remember(UUID id, String stream, long revision) {
        if (table[indexOf(id)] != 0) {
            return;
        }
        if (count == ring.length) {
            grow();
        }
        int slot = (oldest + count) & (ring.length - 1);
        ring[slot] = new Entry(id, stream, revision);
        table[indexOf(id)] = slot + 1;
        count++;
        weight += weightOf(stream);
        while (weight > CAPACITY) {
            forgetOldest();
        }
    }

    void clear() {
        ring = new Entry[FIRST_SLOTS];
        table = new int[2 * FIRST_SLOTS];
        oldest = 0;
        count = 0;
        weight = 0;
    }

    /** Where the id is in the table, or would be. */
    private int indexOf(UUID id) {
        int at = home(id);
        while (table[at] != 0 && !entryAt(at).is(id)) {
            at = next(at);
        }
        return at;
    }

    private int home(UUID id) {
        long bits = id.getMostSignificantBits() * 31 + id.getLeastSignificantBits();
        // The high bits of the product depend on all bits of the id, which need not be random.
        return (int) ((bits * 0x9E3779B97F4A7C15L) >>> 33) & (table.length - 1);
    }

    private int next(int at) {
        return (at + 1) & (table.length - 1);
    }

    private Entry entryAt(int at) {
        Entry entry = ring[table[at] - 1];
        if (entry == null) {
            throw new IllegalStateException("a slot that is in the table is in use");
        }
        return entry;
    }

    private void forgetOldest() {
        Entry gone = ring[oldest];
        if (gone == null) {
            throw new IllegalStateException("more weight than entries");
        }
        remove(indexOf(gone.id()));
        ring[oldest] = null;
        oldest = (oldest + 1) & (ring.length - 1);
        count--;
        weight -= weightOf(gone.stream());
    }

    /** Closes the gap: whatever was pushed on past it by a collision moves back. */
    private void remove(int at) {
        int gap = at;
        for (int i = next(at); table[i] != 0; i = next(i)) {
            int wanted = home(entryAt(i).id());
            int distance = (i - wanted) & (table.length - 1);
            if (distance >= ((i - gap) & (table.length - 1))) {
                table[gap] = table[i];
                gap = i;
            }
        }
        table[gap] = 0;
    }

    private void grow() {
        Entry[] before = ring;
        int from = oldest;
        ring = new Entry[before.length * 2];
        table = new int[ring.length * 2];
        oldest = 0;
        for (int i = 0; i < count; i++) {
            Entry entry = before[(from + i) & (before.length - 1)];
            ring[i] = entry;
            if (entry != null) {
                table[indexOf(entry.id())] = i + 1;
            }
        }
    }

    /** The server's formula: an entry and a .NET string of two bytes per character. */
    private static long weightOf(String stream) {
        return 28 + (21 + 2L * stream.length() + 7) / 8 * 8;
    }
}
