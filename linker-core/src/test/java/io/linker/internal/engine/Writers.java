package io.linker.internal.engine;

import com.google.protobuf.ByteString;
import io.linker.event.Lane;
import io.linker.event.RecordedEvent;
import io.linker.testkit.internal.log.ExpectedRevision;
import io.linker.testkit.internal.log.LogRecord;
import io.linker.testkit.internal.log.NewEvent;
import io.linker.testkit.internal.log.StreamView;
import java.util.List;
import java.util.UUID;

/** The applications of a simulated run: they write at the origin, and in some runs others write at the destination. */
final class Writers {
    private static final List<ByteString> OBJECTS = List.of(
            ByteString.EMPTY,
            ByteString.EMPTY,
            ByteString.copyFromUtf8("{}"),
            ByteString.copyFromUtf8("{\"x\":1}"),
            ByteString.copyFromUtf8("{ \"a\" : 1.50e3, \"a\":null }"));
    private static final ByteString NO_OBJECT = ByteString.copyFromUtf8("\u0001[1");
    private static final ByteString PADDING = ByteString.copyFrom(new byte[100_000]);

    private final World world;
    private final Space space;
    private final SimDatabase from;
    private final SimDatabase to;
    private final Fates fates;
    private int written;

    Writers(World world, Space space, SimDatabase from, SimDatabase to, Fates fates) {
        this.world = world;
        this.space = space;
        this.from = from;
        this.to = to;
        this.fates = fates;
    }

    /** What the origin holds before the link starts. */
    void begin() {
        int before = world.between(0, space.content().events());
        while (written < before) {
            write();
        }
        if (space.content().truncated()) {
            truncate();
        }
        if (world.chance(0.2)) {
            scavenge();
        }
    }

    /** Plans what is written until {@code end}. */
    void plan(long end) {
        int left = space.content().events() - written;
        if (left > 0) {
            repeat(Math.max(1, (int) (2 * end / left)), end, this::write);
        }
        if (space.content().strangers()) {
            repeat(world.between(100, 3_000), end, this::writeStranger);
        }
    }

    private void repeat(int every, long end, Runnable action) {
        world.in(1 + world.random.nextInt(2 * every), () -> {
            if (world.now() < end) {
                action.run();
                from.changed();
                repeat(every, end, action);
            }
        });
    }

    private String anyStream() {
        double place = Math.pow(world.random.nextDouble(), space.content().skew());
        return "s-" + (int) (place * space.content().streams());
    }

    /** Some streams begin above 0, and nothing is left of what says so. */
    private void truncate() {
        for (int i = world.between(1, 5); i > 0; i--) {
            String stream = anyStream();
            long head = from.log.stream(stream).head();
            if (head > 0) {
                String metastream = Lane.metastreamOf(stream);
                long first = 1 + world.random.nextLong(head);
                String document = "{\"$tb\":" + first + "}";
                from.append(metastream, newId(), RecordedEvent.METADATA_TYPE, document, "");
                from.log.scavenge();
                from.append(metastream, newId(), RecordedEvent.METADATA_TYPE, "{\"owner\":1}", "");
                scavenge();
                world.tell(() -> stream + " begins at " + first);
            }
        }
    }

    private void scavenge() {
        from.log.scavenge();
        world.tell(() -> "the origin is scavenged");
        fates.all().forEach((stream, fate) -> fate.scavenged(wanted(stream, Long.MAX_VALUE)));
    }

    /** How many events below this revision are to be copied. */
    private int wanted(String stream, long below) {
        StreamView view = from.log.stream(stream);
        int wanted = 0;
        for (long revision = 0; revision < Math.min(below, view.head() + 1); revision++) {
            LogRecord record = view.written(revision);
            wanted += record != null && space.wants(record) ? 1 : 0;
        }
        return wanted;
    }

    private void write() {
        String stream = anyStream();
        int what = world.random.nextInt(100);
        if (fates.of(stream).isTombstoned()) {
            written++;
        } else if (space.content().deletes() && what < 9) {
            control(stream, what);
        } else {
            for (int i = world.between(1, 3); i > 0; i--) {
                append(stream);
            }
        }
    }

    private void control(String stream, int what) {
        written++;
        if (what < 4) {
            from.log.delete(stream, ExpectedRevision.ANY);
            fates.of(stream).deleted(from.log.stream(stream).head() >= 0);
            world.tell(() -> "origin deletes " + stream);
        } else if (what < 5) {
            from.log.tombstone(stream, ExpectedRevision.ANY);
            fates.of(stream).tombstoned();
            world.tell(() -> "origin tombstones " + stream);
        } else {
            long head = from.log.stream(stream).head();
            boolean truncates = world.chance(0.5) && head >= 0;
            long first = truncates ? world.random.nextLong(head + 2) : 0;
            String document = truncates ? "{\"$tb\":" + first + "}" : "{\"owner\":\"" + written + "\"}";
            from.append(Lane.metastreamOf(stream), newId(), RecordedEvent.METADATA_TYPE, document, "{\"by\":\"user\"}");
            fates.of(stream).described(wanted(stream, first));
            world.tell(() -> "origin sets " + document + " on " + stream);
        }
    }

    private void append(String stream) {
        boolean again = space.content().repeatedIds() && world.chance(0.3);
        UUID id = again ? new UUID(7, world.random.nextInt(3)) : newId();
        // Repeated ids are written with exact revisions, or the database itself would take them for repeats.
        long head = from.log.stream(stream).head();
        int number = written++;
        var event = new NewEvent(id, "t" + world.random.nextInt(20), world.chance(0.8), data(number), metadata());
        from.log.append(stream, ExpectedRevision.exactly(head), List.of(event));
        LogRecord record = from.log.stream(stream).written(head + 1);
        if (record != null && space.wants(record)) {
            fates.of(stream).appended();
        }
        world.tell(() -> "origin writes " + stream + "@" + (head + 1) + " " + event.type() + " n" + number + " " + id
                + " " + event.metadata().toStringUtf8());
    }

    private ByteString data(int number) {
        Space.Content content = space.content();
        int padding = content.maxDataBytes() == 0 ? 0 : world.random.nextInt(content.maxDataBytes());
        if (content.mostTaken() > 0 && world.chance(0.02)) {
            padding = content.mostTaken() - (world.chance(0.5) ? 0 : world.between(0, 400));
        }
        ByteString data = ByteString.copyFromUtf8(EventNumbers.PREFIX + number + "}");
        return padding == 0 ? data : data.concat(PADDING.substring(0, padding));
    }

    private ByteString metadata() {
        return world.chance(space.content().opaque()) ? NO_OBJECT : OBJECTS.get(world.random.nextInt(OBJECTS.size()));
    }

    private UUID newId() {
        return new UUID(world.random.nextLong(), world.random.nextLong());
    }

    private void writeStranger() {
        String stream = space.there(anyStream());
        to.append(stream, newId(), "stranger", "{}", world.chance(0.5) ? "" : "{\"x\":1}");
        world.tell(() -> "a stranger writes " + stream);
    }
}
