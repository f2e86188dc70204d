package io.linker;

import io.linker.Delivery.Loop;
import io.linker.conflict.ConflictPolicy;
import io.linker.origin.StartFrom;
import io.linker.origin.StopAt;
import io.linker.status.LinkStatus;
import java.time.Duration;

/**
 * How a link works. Five presets, and a method for each part that makes a copy with that part changed:
 *
 * <table>
 * <caption>Presets</caption>
 * <tr><th>preset</th><th>destination</th><th>metadata</th><th>a stranger's event in the stream</th></tr>
 * <tr><td>{@link #defaults()}</td><td>shared, one way</td><td>extended by provenance</td>
 *     <td>append behind it, marked</td></tr>
 * <tr><td>{@link #twoWay()}</td><td>shared, and another link goes the other way</td><td>extended by provenance</td>
 *     <td>append behind it, marked</td></tr>
 * <tr><td>{@link #mesh()}</td><td>shared among three or more, each linked with each or in a ring</td>
 *     <td>extended by provenance</td><td>append behind it, marked</td></tr>
 * <tr><td>{@link #exactCopy()}</td><td>exclusive: deeper pipelining, warm copy or migration</td><td>byte-identical</td>
 *     <td>halt</td></tr>
 * <tr><td>{@link #fanIn()}</td><td>shared by design</td><td>extended by provenance</td><td>ordinary</td></tr>
 * </table>
 *
 * @param delivery what is written, and what happens where that is not possible
 * @param content what besides ordinary events is replicated
 * @param flow bounds of memory and of what is under way
 * @param limits most events and bytes a second
 * @param checkpoints how often the position is stored
 * @param connecting how long to try
 * @param startFrom where to begin when there is no checkpoint; default the beginning
 * @param stopAt where to end; default nowhere
 * @param conflicts what is remembered of conflicts, and how many are too many
 */
public record Settings(
        Delivery delivery,
        Content content,
        Flow flow,
        Limits limits,
        Checkpoints checkpoints,
        Connecting connecting,
        StartFrom startFrom,
        StopAt stopAt,
        Conflicts conflicts) {

    /** For most links. */
    public static Settings defaults() {
        return new Settings(
                Delivery.SHARED,
                new Content(true, true, Content.StreamMetadata.WITHOUT_ACCESS, true),
                Flow.DEFAULTS,
                Limits.NONE,
                Checkpoints.DEFAULTS,
                Connecting.DEFAULTS,
                StartFrom.beginning(),
                StopAt.never(),
                Conflicts.DEFAULTS);
    }

    /**
     * For a destination that nobody else writes: events arrive byte for byte, and streams are written several requests
     * ahead. Still obeys the provenance it reads, so it must not be part of a loop.
     */
    public static Settings exactCopy() {
        return defaults().with(Delivery.EXCLUSIVE);
    }

    /**
     * For each of two links that go opposite ways between two databases; give both the same filter. Soft deletes are not
     * copied, but see {@link #copyingDeletes()}. Of stream metadata, where both sides wrote some, the later document stays on both.
     */
    public static Settings twoWay() {
        return defaults().with(Delivery.SHARED.with(Loop.TWO_WAY)).with(Content.TWO_WAY);
    }

    /**
     * The same, and soft deletes are copied, too, but no stream metadata: for both of two links that go opposite ways between two
     * databases. See docs/topologies.md, section 3.
     */
    public Settings copyingDeletes() {
        return with(new Content(true, content.tombstones(), Content.StreamMetadata.NONE, content.linkEvents()));
    }

    /**
     * For each link among three databases or more, where events can come by several ways; give all the same filter. Neither
     * soft deletes nor stream metadata are copied.
     */
    public static Settings mesh() {
        return defaults().with(Delivery.SHARED.with(Loop.MESH)).with(Content.MESH);
    }

    /** The same in a place among links that asks for at least this; one that was asked for already is kept. */
    Settings in(Loop place) {
        boolean further = place.compareTo(delivery.loop()) > 0;
        return further ? with(delivery.with(place)).with(Content.in(place)) : this;
    }

    /** For several origins that write the same streams: their events interleave, and none of them may delete. */
    public static Settings fanIn() {
        return defaults().with(Delivery.SHARED.with(ConflictPolicy.ignore())).with(Content.EVENTS);
    }

    /**
     * Bounds of memory and of what is under way. By default the link finds out by itself how many requests, how large batches
     * and how many connections bring the most events, and the numbers here are what it stays below; see
     * {@link LinkStatus#flow()} for what it found.
     *
     * @param maxBufferedEvents most events between the origin's wire and the destination's answer; 64 to 10,000,000, default
     *     32,768
     * @param maxBufferedBytes most bytes of the same; at least 1 MiB, default 64 MiB. One event of 16 MiB always passes
     * @param maxUnanswered most requests without an answer; 1 to 1,024, default 1,024. The server charges for each request, so
     *     more than needed is slower: events that wait become larger batches
     * @param maxBatchEvents most events in one request; 1 to 10,000, default 4,096. A request has at most 640 KiB besides, or
     *     one event
     * @param connections most connections to the destination; 1 to 16, default 8. One call carries at most 768 KB per round
     *     trip, so a far destination takes more of them
     * @param adaptive whether the link finds the best numbers below these; else the numbers are used as they are. Default yes
     */
    public record Flow(
            int maxBufferedEvents,
            long maxBufferedBytes,
            int maxUnanswered,
            int maxBatchEvents,
            int connections,
            boolean adaptive) {
        /** What suits most links. */
        public static final Flow DEFAULTS = new Flow(32_768, 64L << 20, 1_024, 4_096, 8, true);

        /** Checks the ranges. */
        public Flow {
            inRange("maxBufferedEvents", maxBufferedEvents, 64, 10_000_000);
            inRange("maxBufferedBytes", maxBufferedBytes, 1 << 20, Long.MAX_VALUE);
            inRange("maxUnanswered", maxUnanswered, 1, 1_024);
            inRange("maxBatchEvents", maxBatchEvents, 1, 10_000);
            inRange("connections", connections, 1, 16);
        }

        /** The same with at most another number of connections. */
        public Flow withConnections(int most) {
            return new Flow(maxBufferedEvents, maxBufferedBytes, maxUnanswered, maxBatchEvents, most, adaptive);
        }

        /** The same with exactly these numbers, whatever comes of them: requests unanswered, events in one, connections. */
        public Flow fixed(int requests, int batchEvents, int exactConnections) {
            return new Flow(maxBufferedEvents, maxBufferedBytes, requests, batchEvents, exactConnections, false);
        }
    }

    /**
     * What a link may take of its databases, to protect a production origin during a long copy. Holds for what is read and
     * for what is written, each within a few percent over some seconds; changed while running by
     * {@link LinkerService#limit}.
     *
     * @param eventsPerSecond 1 or more, 0 for no limit; default none
     * @param bytesPerSecond 1,024 or more, 0 for no limit; default none. An event that is larger than this passes, and is paid
     *     for by waiting
     */
    public record Limits(long eventsPerSecond, long bytesPerSecond) {
        /** No limits. */
        public static final Limits NONE = new Limits(0, 0);

        /** Checks the ranges. */
        public Limits {
            inRange("eventsPerSecond", eventsPerSecond, 0, Long.MAX_VALUE);
            if (bytesPerSecond != 0) {
                inRange("bytesPerSecond", bytesPerSecond, 1_024, Long.MAX_VALUE);
            }
        }

        /** So many events a second. */
        public static Limits events(long perSecond) {
            return new Limits(perSecond, 0);
        }

        /** So many bytes a second. */
        public static Limits bytes(long perSecond) {
            return new Limits(0, perSecond);
        }
    }

    /**
     * How often the position is stored. What a crash loses is only the time to find out again what is there.
     *
     * @param everyEvents after so many events; at least 1, default 10,000
     * @param every after so much time; 10 ms to 1 hour, default 1 s
     */
    public record Checkpoints(int everyEvents, Duration every) {
        /** What suits most links. */
        public static final Checkpoints DEFAULTS = new Checkpoints(10_000, Duration.ofSeconds(1));

        /** Checks the ranges. */
        public Checkpoints {
            inRange("everyEvents", everyEvents, 1, Integer.MAX_VALUE);
            inRange("every, in milliseconds,", every.toMillis(), 10, 3_600_000);
        }
    }

    /**
     * How long to try. A link that once ran never gives up on what time can heal.
     *
     * @param timeout how long the first connection to both ends may take; 100 ms to 1 day, default 30 s
     * @param keepTrying whether to go on after that, and even after refused credentials and the like; default no
     * @param stall how long nothing may move, with work to do, before the part that stopped is replaced; 1 s to 1 hour, default
     *     30 s
     */
    public record Connecting(Duration timeout, boolean keepTrying, Duration stall) {
        /** What suits most links. */
        public static final Connecting DEFAULTS = new Connecting(Duration.ofSeconds(30), false, Duration.ofSeconds(30));

        /** Checks the ranges. */
        public Connecting {
            inRange("timeout, in milliseconds,", timeout.toMillis(), 100, 86_400_000);
            inRange("stall, in milliseconds,", stall.toMillis(), 1_000, 3_600_000);
        }

        /** The same with another time-out for the first connection. */
        public Connecting withTimeout(Duration other) {
            return new Connecting(other, keepTrying, stall);
        }

        /** The same, and no failure ends the link. */
        public Connecting tryingForEver() {
            return new Connecting(timeout, true, stall);
        }
    }

    /**
     * What is remembered of conflicts, in the stream {@code linker-conflicts-<link>} of the destination, and how many are too
     * many.
     *
     * @param kept how many, the newest; 100 to 1,000,000, default 10,000. Older ones go, unless the stream has metadata that
     *     somebody else wrote
     * @param pauseAbove more than so many conflicts in one second pause the link until {@link LinkerService#resume}; 0, the
     *     default, for any number
     */
    public record Conflicts(int kept, int pauseAbove) {
        /** What suits most links. */
        public static final Conflicts DEFAULTS = new Conflicts(10_000, 0);

        /** Checks the ranges. */
        public Conflicts {
            inRange("kept", kept, 100, 1_000_000);
            inRange("pauseAbove", pauseAbove, 0, Integer.MAX_VALUE);
        }

        /** The same, and more than so many conflicts in one second pause the link. */
        public Conflicts pausingAbove(int perSecond) {
            return new Conflicts(kept, perSecond);
        }
    }

    private static void inRange(String what, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(what + " is " + value + ", must be " + least + " to " + most);
        }
    }

    /** The same with another delivery. */
    public Settings with(Delivery other) {
        return new Settings(other, content, flow, limits, checkpoints, connecting, startFrom, stopAt, conflicts);
    }

    /** The same with other content. */
    public Settings with(Content other) {
        return new Settings(delivery, other, flow, limits, checkpoints, connecting, startFrom, stopAt, conflicts);
    }

    /** The same with other bounds. */
    public Settings with(Flow other) {
        return new Settings(delivery, content, other, limits, checkpoints, connecting, startFrom, stopAt, conflicts);
    }

    /** The same with other limits. */
    public Settings with(Limits other) {
        return new Settings(delivery, content, flow, other, checkpoints, connecting, startFrom, stopAt, conflicts);
    }

    /** The same with other times of storing. */
    public Settings with(Checkpoints other) {
        return new Settings(delivery, content, flow, limits, other, connecting, startFrom, stopAt, conflicts);
    }

    /** The same with other patience. */
    public Settings with(Connecting other) {
        return new Settings(delivery, content, flow, limits, checkpoints, other, startFrom, stopAt, conflicts);
    }

    /** The same from another place. */
    public Settings with(StartFrom other) {
        return new Settings(delivery, content, flow, limits, checkpoints, connecting, other, stopAt, conflicts);
    }

    /** The same to another place. */
    public Settings with(StopAt other) {
        return new Settings(delivery, content, flow, limits, checkpoints, connecting, startFrom, other, conflicts);
    }

    /** The same with other care for conflicts. */
    public Settings with(Conflicts other) {
        return new Settings(delivery, content, flow, limits, checkpoints, connecting, startFrom, stopAt, other);
    }
}
