package io.linker.internal.engine;

import io.linker.event.RecordedEvent;
import java.util.List;

/**
 * Bounds what is read beside the subscription, in bytes. A server bounds pages by number only and an event may have 16 MiB,
 * so pages begin with one event, and few are read at once; both grow as small events come.
 */
final class Pages {
    private static final long PAGE_BYTES = 1 << 20;
    private static final long AT_ONCE_BYTES = 16 << 20;
    private static final double FIRST_GUESS = 4 << 20;
    private static final double FADE = 0.5;

    private double largest = FIRST_GUESS;

    /** How many events to ask for where {@code wanted} would be welcome; the rest is another page. */
    int count(int wanted) {
        return within(wanted, PAGE_BYTES);
    }

    /** How many pages may be under way where {@code most} would be welcome. */
    int atOnce(int most) {
        return within(most, AT_ONCE_BYTES);
    }

    /** A page came. */
    void came(List<RecordedEvent> events) {
        int size = events.stream().mapToInt(RecordedEvent::bytes).max().orElse(0);
        largest = Math.max(size, largest * FADE);
    }

    private int within(int wanted, long bytes) {
        return (int) Math.max(1, Math.min(wanted, bytes / Math.max(1, largest)));
    }
}
