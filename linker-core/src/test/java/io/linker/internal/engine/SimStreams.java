package io.linker.internal.engine;

import com.google.protobuf.ByteString;
import io.linker.event.Lane;
import io.linker.event.RecordedEvent;
import io.linker.filter.EventFilter;
import io.linker.testkit.internal.log.ExpectedRevision;
import io.linker.testkit.internal.log.NewEvent;
import io.linker.testkit.internal.log.StreamView;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What applications do to the streams of a simulated run, and what the destination must therefore hold in the end. */
final class SimStreams {
    /**
     * What is drawn.
     *
     * @param count how many streams
     * @param deletes whether streams are deleted, tombstoned and given documents
     * @param repeatedIds whether some events of a stream have the same id
     */
    record Kind(int count, boolean deletes, boolean repeatedIds, EventFilter filter) {}

    private final World world;
    private final SimDatabase from;
    private final SimDatabase to;
    private final Kind kind;
    private final Map<String, Fate> fates = new TreeMap<>();
    private final Set<UUID> foreign = new HashSet<>();
    private int written;

    SimStreams(World world, SimDatabase from, SimDatabase to, Kind kind) {
        this.world = world;
        this.from = from;
        this.to = to;
        this.kind = kind;
    }

    /** What became of one stream at the origin, without what the filter leaves out. */
    private static final class Fate {
        final List<String> events = new ArrayList<>();
        /** How many of the first events a reader no longer sees; -1 where a document said so in revisions. */
        int hidden;

        boolean deleted;
        boolean tombstoned;
        boolean strangers;

        StreamView.State state() {
            if (tombstoned) {
                return StreamView.State.TOMBSTONED;
            }
            return deleted || events.isEmpty() ? StreamView.State.NOT_FOUND : StreamView.State.FOUND;
        }
    }

    private Fate fate(String stream) {
        return fates.computeIfAbsent(stream, name -> new Fate());
    }

    private String any() {
        // The lower the number, the busier the stream.
        return "s-" + Math.min(world.random.nextInt(kind.count), world.random.nextInt(kind.count));
    }

    private UUID newId() {
        return new UUID(world.random.nextLong(), world.random.nextLong());
    }

    /** One step of the origin's applications. */
    void write() {
        String stream = any();
        Fate fate = fate(stream);
        int what = world.random.nextInt(100);
        if (fate.tombstoned) {
            return;
        }
        if (kind.deletes && what < 4) {
            delete(stream, fate);
        } else if (kind.deletes && what < 5) {
            from.log.tombstone(stream, ExpectedRevision.ANY);
            fate.tombstoned = true;
            world.tell("origin tombstones " + stream);
        } else if (kind.deletes && what < 9) {
            describe(stream, fate);
        } else {
            append(stream, fate);
        }
    }

    private void delete(String stream, Fate fate) {
        from.log.delete(stream, ExpectedRevision.ANY);
        fate.deleted = from.log.stream(stream).head() >= 0 || fate.deleted;
        world.tell("origin deletes " + stream);
    }

    private void describe(String stream, Fate fate) {
        long head = from.log.stream(stream).head();
        boolean truncates = world.chance(0.5) && head >= 0;
        String document =
                truncates ? "{\"$tb\":" + world.random.nextLong(head + 2) + "}" : "{\"owner\":\"" + written + "\"}";
        from.append(Lane.metastreamOf(stream), newId(), RecordedEvent.METADATA_TYPE, document, "{\"by\":\"user\"}");
        // On a deleted stream the server puts $tb behind the head, whatever the document says.
        boolean hides = fate.deleted ? false : truncates;
        fate.hidden = fate.deleted ? fate.events.size() : hides ? -1 : 0;
        fate.deleted = false;
        world.tell("origin sets " + document + " on " + stream);
    }

    private void append(String stream, Fate fate) {
        for (int i = world.between(1, 3); i > 0; i--) {
            UUID id = kind.repeatedIds && world.chance(0.3) ? new UUID(7, world.random.nextInt(3)) : newId();
            String data = "{\"n\":" + written++ + "}";
            // Repeated ids are written with exact revisions, or the database itself would take them for repeats.
            long head = from.log.stream(stream).head();
            var event = new NewEvent(
                    id, "t" + world.random.nextInt(20), true, ByteString.copyFromUtf8(data), ByteString.EMPTY);
            from.log.append(stream, ExpectedRevision.exactly(head), List.of(event));
            world.tell("origin writes " + stream + "@" + (head + 1) + " " + event.type() + " " + data + " " + id);
            appended(fate, newest());
        }
    }

    private void appended(Fate fate, RecordedEvent event) {
        if (!kind.filter.accepts(event)) {
            return;
        }
        if (fate.deleted) {
            fate.hidden = fate.events.size();
            fate.deleted = false;
        }
        fate.events.add(text(event));
    }

    private RecordedEvent newest() {
        RecordedEvent newest = from.newest();
        for (int ordinal = from.log.size() - 1; newest != null && Lane.isMetastream(newest.stream()); ordinal--) {
            newest = recorded(ordinal); // the server's own document comes behind what brought the stream back
        }
        if (newest == null) {
            throw new IllegalStateException("nothing was written");
        }
        return newest;
    }

    private @Nullable RecordedEvent recorded(int ordinal) {
        var record = from.log.record(ordinal);
        return record == null ? null : SimDatabase.recorded(record);
    }

    /** An event in some stream of the destination, which the origin knows nothing of. */
    void writeStranger() {
        String stream = any();
        UUID id = newId();
        foreign.add(id);
        fate(stream).strangers = true;
        to.append(stream, id, "stranger", "{}", world.chance(0.5) ? "" : "{\"x\":1}");
        world.tell("a stranger writes " + stream);
    }

    /** Scavenges the origin, before anything was copied. */
    void scavenge() {
        from.log.scavenge();
        world.tell("the origin is scavenged");
        fates.forEach((stream, fate) -> {
            fate.events.clear();
            fate.events.addAll(events(from, stream));
            fate.hidden = fate.deleted ? 0 : -1;
        });
    }

    /** Says what is wrong with the destination; null where nothing is. */
    @Nullable
    String fault() {
        for (Map.Entry<String, Fate> entry : fates.entrySet()) {
            String fault = fault(entry.getKey(), entry.getValue());
            if (fault != null) {
                return "stream " + entry.getKey() + " " + fault;
            }
        }
        return null;
    }

    private @Nullable String fault(String stream, Fate fate) {
        List<String> actual = events(to, stream);
        if (!actual.equals(fate.events)) {
            return "has\n  " + actual + "\ninstead of\n  " + fate.events;
        }
        StreamView view = to.log.stream(stream);
        if (fate.strangers) {
            return null; // what others wrote meanwhile decides whether it lives
        }
        if (view.state() != fate.state()) {
            return "is " + view.state() + " instead of " + fate.state();
        }
        if (view.state() != StreamView.State.FOUND || fate.hidden < 0) {
            return null;
        }
        List<String> visible = visible(view);
        List<String> expected = fate.events.subList(fate.hidden, fate.events.size());
        return visible.equals(expected) ? null : "shows\n  " + visible + "\ninstead of\n  " + expected;
    }

    private List<String> visible(StreamView view) {
        List<String> visible = new ArrayList<>();
        for (long revision = 0; revision <= view.head(); revision++) {
            var record = view.visible(revision);
            if (record != null) {
                visible.add(text(SimDatabase.recorded(record)));
            }
        }
        return visible;
    }

    /** The events of a stream in the order of the log, deleted ones included: what the link was to carry. */
    private List<String> events(SimDatabase database, String stream) {
        List<String> events = new ArrayList<>();
        for (RecordedEvent event : database.all()) {
            boolean counts = event.stream().equals(stream) && !event.isTombstone() && !foreign.contains(event.id());
            if (counts && (database == to || kind.filter.accepts(event))) {
                events.add(text(event));
            }
        }
        return events;
    }

    private static String text(RecordedEvent event) {
        return new String(event.data(), StandardCharsets.UTF_8);
    }
}
