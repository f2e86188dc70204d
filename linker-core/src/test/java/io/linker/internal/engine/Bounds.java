package io.linker.internal.engine;

/** What a link holds at any moment stays within its limits. */
final class Bounds {
    /** Events of a stuck lane that are read again at a time. */
    private static final int READ_AGAIN = 32;

    private final LinkSpec.Limits limits;
    private final long mostBytes;
    private int mostEvents;

    Bounds(Space space) {
        this.limits = space.kind().limits();
        // What was asked for cannot be taken back, and is asked for by the size of the largest recent message: one in a
        // quarter of the largest size comes often enough, one that no server takes may come at any time.
        int largest =
                200 + Math.max(space.content().maxDataBytes(), space.content().mostTaken());
        int unforeseen = space.content().mostTaken() > 0 ? limits.maxBufferedEvents() : 1;
        this.mostBytes = 4 * limits.maxBufferedBytes() + (long) largest * (unforeseen + READ_AGAIN);
    }

    void check(Parts parts) {
        require(parts.buffer.events(), limits.maxBufferedEvents() + 2 * READ_AGAIN, "events buffered");
        require(parts.buffer.bytes(), mostBytes, "bytes buffered");
        require(parts.intake.pending(), limits.maxSpan() + (long) Buffer.MOST_AHEAD, "events of span");
        // A busy lane holds an event, and is passed over by eights when idle ones are looked for.
        mostEvents = Math.max(mostEvents, parts.buffer.events());
        require(
                parts.lanes.remembered(),
                Math.max(limits.maxLanes(), mostEvents + mostEvents / 4 + 1),
                "lanes remembered");
    }

    private static void require(long is, long most, String what) {
        if (is > most) {
            throw new AssertionError(is + " " + what + ", more than " + most);
        }
    }
}
