package io.linker.internal.engine;

import io.linker.event.Birth;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the two streams of a lane have seen of each other. An event of the origin lost its place if the destination's stream
 * holds a stranger's event that the origin's stream did not hold before it.
 */
final class Causality {
    /** Nothing of the lane has arrived. */
    private static final long NOTHING = -1;

    /** What other databases wrote, as far as the origin's stream held it when its newest event arrived. */
    private VersionVector arrived = VersionVector.NONE;

    /** The same of the part that was read back, before the first arrival. */
    private VersionVector before = VersionVector.NONE;

    /** Origin revision of the newest event that arrived. */
    private long newest = NOTHING;

    /** Origin revision of the oldest event that arrived or was read back. */
    private long readTo = NOTHING;

    /** Events at the destination that did not come by the origin. */
    private VersionVector strangers = VersionVector.NONE;

    /** Events at the destination that were first written somewhere else than at the origin. */
    private VersionVector there = VersionVector.NONE;

    /** Destination revision from which on {@link #there} is complete. */
    private long thereFrom;

    // the origin's stream

    /** An event of the origin's stream arrived; {@code relayed} tells where it was first written, null for the origin. */
    void arrived(long revision, @Nullable Birth relayed) {
        newest = revision;
        readTo = readTo == NOTHING ? revision : readTo;
        arrived = relayed == null ? arrived : arrived.with(relayed);
    }

    /** Origin revision of the newest event of the stream that arrived; -1 for none. */
    long newest() {
        return newest;
    }

    /** What an event that arrives now comes after. */
    VersionVector arrived() {
        return arrived;
    }

    /** Origin revision of the newest event whose past is not known; below 0 for none. */
    long unread() {
        return readTo - 1;
    }

    /** An event of the origin's stream was read back. */
    void readBack(@Nullable Birth relayed) {
        before = relayed == null ? before : before.with(relayed);
    }

    /** The origin's stream was read back to this revision. */
    void readBackTo(long revision) {
        readTo = revision;
    }

    /** Whether the origin's stream held this event when it wrote the one that waits. */
    boolean isKnownTo(Pending waiting, Birth event) {
        return waiting.seen().covers(event) || before.covers(event);
    }

    // the destination's stream

    /** Somebody else wrote this at the destination. */
    void stranger(Birth event) {
        strangers = strangers.with(event);
    }

    /** The destination's stream is to be read again. */
    void forgetStrangers() {
        strangers = VersionVector.NONE;
    }

    boolean hasStrangers() {
        return !strangers.isEmpty();
    }

    /** The strangers' events that the writer of the one that waits did not know. */
    List<Birth> unknownTo(Pending waiting) {
        return strangers.isEmpty()
                ? List.of()
                : strangers.newest().stream()
                        .filter(event -> !isKnownTo(waiting, event))
                        .toList();
    }

    /** Whether reading the origin's stream further back may tell that an event was known after all. */
    boolean mayBeKnown(Pending waiting, Birth event) {
        return waiting.seen().highest(event) < 0 && before.highest(event) < 0;
    }

    /** The newest of the destination's own events that the origin had when it wrote the one that waits; -1 for none. */
    long expected(Pending waiting, String destination, String stream) {
        var own = new Birth(destination, stream, 0);
        return Math.max(waiting.seen().highest(own), before.highest(own));
    }

    /** What the origin's stream held before its first arrival, as far as it was read back. */
    VersionVector before() {
        return before;
    }

    /** An event at the destination that was first written somewhere else than at the origin. */
    void there(Birth event) {
        there = there.with(event);
    }

    /** The destination's stream was read back to this revision. */
    void thereFrom(long revision) {
        thereFrom = revision;
    }

    long thereFrom() {
        return thereFrom;
    }

    /** Whether an event that comes by several ways came by another one already. */
    boolean isThere(Pending waiting) {
        return waiting.relayed() != null && there.covers(waiting.relayed());
    }

    /** Whether nothing at all is known of the writer of a relayed event. */
    boolean isNew(Pending waiting) {
        return waiting.isAppend() && waiting.relayed() != null && there.highest(waiting.relayed()) < 0;
    }
}
