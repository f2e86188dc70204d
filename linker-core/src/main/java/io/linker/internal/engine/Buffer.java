package io.linker.internal.engine;

import io.linker.internal.flow.Throttle;

/**
 * What is held between the origin's wire and the destination's answer, and how many more messages the origin may send. What
 * was asked for cannot be taken back and a message may have 17 MiB, so the number asked for shrinks with the largest recent
 * one: it begins as if all were large and grows as small ones come.
 */
final class Buffer {
    static final int MOST_AHEAD = 1_024;
    private static final int TOP_UP = 128;

    /** What the place of an event takes that was let go of. */
    private static final int PLACE_BYTES = 64;

    private static final long FIRST_GUESS = 1 << 20;
    private static final double FADE = 0.98;

    private final int maxEvents;
    private final long maxBytes;
    private final Throttle throttle;
    private int events;
    private long bytes;
    private int asked;
    private double largest = FIRST_GUESS;

    /** @param throttle keeps what arrives to the link's limit */
    Buffer(int maxEvents, long maxBytes, Throttle throttle) {
        this.maxEvents = maxEvents;
        this.maxBytes = maxBytes;
        this.throttle = throttle;
    }

    /** An event came that had been asked for. */
    void arrived(int size) {
        passed();
        largest = Math.max(size, largest * FADE);
        throttle.spend(1, size);
    }

    /** A message without an event came that had been asked for: it says nothing about the size of those to come. */
    void passed() {
        asked = Math.max(0, asked - 1);
    }

    void add(int size) {
        events++;
        bytes += size;
    }

    void remove(int size) {
        events--;
        bytes -= size;
    }

    /** An event was let go of but for its place. */
    void spilled(int size) {
        remove(size - PLACE_BYTES);
    }

    /** It was read again. */
    void restored(int size) {
        add(size - PLACE_BYTES);
    }

    /** It will not be read again. */
    void gone() {
        bytes -= PLACE_BYTES;
    }

    /** Whether there is no room for one more event. */
    boolean isFull() {
        return asked == 0 && (events >= maxEvents || maxBytes - bytes < largest);
    }

    /** A new subscription starts with nothing asked for. */
    void resubscribed() {
        asked = 0;
    }

    /** How many messages to ask for now; 0 when there is no room or it is not worth a frame on the wire. */
    int ask() {
        if (!throttle.isFree()) {
            return 0;
        }
        long byBytes = (long) ((maxBytes - bytes) / Math.max(1, largest));
        long ahead = ahead();
        long room = Math.min(Math.min(ahead, byBytes), maxEvents - events) - asked;
        if (asked == 0 && events == 0) {
            room = Math.max(1, room);
        }
        if (room < Math.min(TOP_UP, ahead / 2) && asked > 0) {
            return 0;
        }
        int more = (int) Math.max(0, room);
        asked += more;
        return more;
    }

    /** Whether messages were asked for that have not come. */
    boolean awaits() {
        return asked > 0;
    }

    private long ahead() {
        long byLimit = Math.min(throttle.mostEvents(), (long) (throttle.mostBytes() / Math.max(1, largest)));
        return Math.min(MOST_AHEAD, Math.max(1, byLimit));
    }

    int events() {
        return events;
    }

    long bytes() {
        return bytes;
    }
}
