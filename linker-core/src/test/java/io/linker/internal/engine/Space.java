package io.linker.internal.engine;

import io.linker.checkpoint.Share;
import io.linker.conflict.ConflictPolicy;
import io.linker.event.RecordedEvent;
import io.linker.filter.EventFilter;
import io.linker.filter.NamePattern;
import io.linker.testkit.internal.log.LogRecord;
import io.linker.transform.Draft;
import io.linker.transform.Transform;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What is drawn for one simulated run: how large it is, what the applications write, what the link is like. */
record Space(
        Size size,
        Content content,
        SimLinks.Kind kind,
        @Nullable SimCheckpoints store) {
    /** How large a run may be. */
    enum Size {
        /** Where a replay meets what it did before more often. */
        FEW(3, 200, 12, 400),
        /** Where a stuck lane fills the buffer. */
        TIGHT(3, 200, 12, 64),
        SMALL(30, 200, 12, 400),
        LARGE(1_500, 10_000, 100, 2_000);

        final int maxStreams;
        final int maxEvents;
        final int maxBatch;
        final int maxBuffer;

        Size(int maxStreams, int maxEvents, int maxBatch, int maxBuffer) {
            this.maxStreams = maxStreams;
            this.maxEvents = maxEvents;
            this.maxBatch = maxBatch;
            this.maxBuffer = maxBuffer;
        }

        /** The size with this name, in small letters or large. */
        static Size of(String name) {
            return valueOf(name.toUpperCase(Locale.ROOT));
        }
    }

    /**
     * What the applications at both ends do.
     *
     * @param skew how much busier the lower-numbered streams are; 1 for not at all
     * @param deletes whether streams are deleted, tombstoned, and given documents
     * @param repeatedIds whether ids come again
     * @param strangers whether others write at the destination
     * @param opaque share of events whose metadata is no object
     * @param truncated whether some streams begin above 0
     * @param maxDataBytes most bytes of ordinary data
     * @param mostTaken what the destination's server takes in one append; events above are rare. 0 for no limit
     */
    record Content(
            int streams,
            int events,
            double skew,
            boolean deletes,
            boolean repeatedIds,
            boolean strangers,
            double opaque,
            boolean truncated,
            int maxDataBytes,
            int mostTaken) {}

    private static final int MOST_TAKEN = 70_000;

    static Space draw(World world, Size size) {
        boolean exclusive = world.chance(0.5);
        boolean deletes = world.chance(0.5);
        Content content = content(world, size, exclusive, deletes);
        double drop = world.chance(0.4) ? 0 : 0.01 + world.random.nextDouble();
        EventFilter filter = drop == 0
                ? EventFilter.everything()
                : EventFilter.types(
                        NamePattern.custom("t" + drop, type -> Math.floorMod(type.hashCode(), 100) >= drop * 100));
        Predicate<RecordedEvent> serverFilter =
                world.chance(0.5) ? null : event -> !event.stream().startsWith("linker-") && filter.accepts(event);
        var store = world.chance(0.4) ? new SimCheckpoints(world) : null;
        var kind = new SimLinks.Kind(
                policy(world, exclusive, deletes),
                filter,
                serverFilter,
                world.chance(0.7) ? Transform.none() : new Changes(world.chance(0.5)),
                limits(world, size),
                store,
                world.between(0, 60),
                world.between(1, 16),
                Share.WHOLE);
        return new Space(size, content, kind, store);
    }

    private static Content content(World world, Size size, boolean exclusive, boolean deletes) {
        // Where the origin no longer shows what it deleted or truncated, nothing says which of two equal ids stands
        // there.
        boolean repeatedIds = !deletes && world.chance(0.4);
        // Where a stranger began a stream that is deleted since, an event sent with no-stream that arrives late begins
        // it again.
        boolean strangers = !exclusive && !deletes && world.chance(0.4);
        // Where a deleted stream is asked by ids, one that cannot say where it is from may be an earlier one's double.
        boolean opaque = (exclusive || !deletes) && world.chance(0.3);
        return new Content(
                world.between(1, size.maxStreams),
                world.between(1, size.maxEvents),
                1 + 3 * world.random.nextDouble(),
                deletes,
                repeatedIds,
                strangers,
                opaque ? 0.1 : 0,
                !deletes && !repeatedIds && world.chance(0.2),
                world.chance(0.5) ? 0 : world.between(1, 2_000),
                !deletes && world.chance(0.2) ? MOST_TAKEN : 0);
    }

    private static SimLinks.Policy policy(World world, boolean exclusive, boolean deletes) {
        if (exclusive) {
            return SimLinks.Policy.EXACT;
        }
        ConflictPolicy conflicts = world.chance(0.7) ? ConflictPolicy.appendWithError() : ConflictPolicy.ignore();
        return SimLinks.Policy.of(false, conflicts, !deletes && world.chance(0.7));
    }

    private static LinkSpec.Limits limits(World world, Size size) {
        return new LinkSpec.Limits(
                world.between(64, size.maxBuffer),
                world.chance(0.5) ? 64 << 20 : world.between(10_000, 200_000),
                world.chance(0.5) ? 10_000 : world.between(100, 1_000),
                world.between(1, size.maxBatch),
                world.chance(0.5) ? 1 << 20 : world.between(300, 10_000),
                world.between(1, 5),
                world.between(1, 2 * size.maxStreams),
                world.between(1, 60),
                world.between(50, 3_000),
                30_000,
                60_000,
                100_000,
                0);
    }

    /** The event as it is to stand at the destination; empty where the filter or the transform leaves it out. */
    Optional<Draft> wanted(LogRecord record) {
        RecordedEvent event = SimDatabase.recorded(record);
        return kind.filter().accepts(event) ? kind.transform().apply(Draft.of(event)) : Optional.empty();
    }

    boolean wants(LogRecord record) {
        return wanted(record).isPresent();
    }

    /** The name that an origin stream has at the destination. */
    String there(String stream) {
        return kind.transform().lane(stream);
    }

    /** A transform that renames the streams, and drops and retypes some events. */
    private record Changes(boolean renames) implements Transform {
        @Override
        public Optional<Draft> apply(Draft draft) {
            if (draft.type().equals("t3")) {
                return Optional.empty();
            }
            return Optional.of(draft.type().equals("t4") ? draft.withType("renamed") : draft);
        }

        @Override
        public String lane(String lane) {
            return renames ? lane + "-copy" : lane;
        }
    }
}
