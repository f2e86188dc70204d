package io.linker.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.linker.event.Change;
import io.linker.event.Lane;
import io.linker.event.NewEvent;
import io.linker.event.OriginEvent;
import io.linker.event.OriginPosition;
import io.linker.event.Outcome;
import io.linker.event.Position;
import io.linker.event.RecordedEvent;
import io.linker.internal.prepare.Preparation;
import io.linker.internal.prepare.PreparationSettings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/** A database as a list, with as much of a server's behaviour as a comparison meets. */
final class Databases {
    private static final byte[] SOFT_DELETE = "{\"$tb\":9223372036854775807}".getBytes(UTF_8);

    private final List<RecordedEvent> all = new ArrayList<>();
    private final Map<String, Long> heads = new HashMap<>();
    private final Set<String> deleted = new HashSet<>();
    private final Random random;

    Databases(long seed) {
        this.random = new Random(seed);
    }

    List<RecordedEvent> all() {
        return all;
    }

    RecordedEvent append(String stream, NewEvent event) {
        long revision = heads.merge(stream, 1L, Long::sum) - 1;
        RecordedEvent recorded = record(stream, revision, event);
        if (deleted.remove(stream)) {
            byte[] document = ("{\"$tb\":" + revision + "}").getBytes(UTF_8);
            append(Lane.metastreamOf(stream), new NewEvent(id(), "$metadata", true, document, new byte[0]));
        }
        return recorded;
    }

    void delete(String lane) {
        append(Lane.metastreamOf(lane), new NewEvent(id(), "$metadata", true, SOFT_DELETE, new byte[0]));
        deleted.add(lane);
    }

    void tombstone(String lane) {
        byte[] none = {};
        record(lane, RecordedEvent.TOMBSTONE_REVISION, new NewEvent(id(), "$streamDeleted", true, none, none));
    }

    private RecordedEvent record(String stream, long revision, NewEvent event) {
        var recorded = new RecordedEvent(
                stream,
                revision,
                event.id(),
                event.type(),
                event.json(),
                event.data(),
                event.metadata(),
                Instant.EPOCH.plusSeconds(all.size()),
                new Position(all.size(), all.size()));
        all.add(recorded);
        return recorded;
    }

    UUID id() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    NewEvent event() {
        String[] metadata = {"", "{}", "{\"a\": 1 }", "[1]", "\u0001\u0002", "{\"$correlationId\":\"x\"}"};
        String type = random.nextInt(5) == 0 ? "Draft" : "Placed";
        byte[] data = ("{\"n\":" + random.nextInt() + "}").getBytes(UTF_8);
        byte[] chosen = metadata[random.nextInt(metadata.length)].getBytes(UTF_8);
        return new NewEvent(id(), type, random.nextBoolean(), data, chosen);
    }

    /** A database full of everything: streams in several categories, documents, deletes, recreations, tombstones. */
    static Databases filled(long seed, int events, int streams) {
        var database = new Databases(seed);
        var tombstoned = new HashSet<String>();
        for (int i = 0; i < events; i++) {
            String stream = (i % 3 == 0 ? "payment-" : "order-") + database.random.nextInt(streams);
            int dice = database.random.nextInt(100);
            if (tombstoned.contains(stream)) {
                continue;
            }
            if (dice == 0) {
                database.tombstone(stream);
                tombstoned.add(stream);
            } else if (dice < 3 && !database.deleted.contains(stream)) {
                database.delete(stream);
            } else if (dice < 6 && !database.deleted.contains(stream)) {
                byte[] document = ("{\"$maxCount\":" + (i + 1) + ",\"$acl\":{\"$r\":\"me\"}}").getBytes(UTF_8);
                database.append(
                        Lane.metastreamOf(stream),
                        new NewEvent(database.id(), "$metadata", true, document, new byte[0]));
            } else if (dice < 8) {
                database.append("$ce-order", database.event());
            } else {
                database.append(stream, database.event());
            }
        }
        return database;
    }

    /** What a link without faults makes of a database. */
    static Databases copy(List<RecordedEvent> origin, PreparationSettings settings) {
        var copy = new Databases(4711);
        var preparation = new Preparation(settings);
        for (RecordedEvent event : origin) {
            var arrived = new OriginEvent(event, new OriginPosition.All(event.position()));
            if (preparation.prepare(arrived) instanceof Outcome.Deliver deliver) {
                copy.apply(deliver.change());
            }
        }
        byte[] none = {};
        copy.append("linker-checkpoint-a-to-b", new NewEvent(copy.id(), "Checkpoint", true, none, none));
        return copy;
    }

    private void apply(Change change) {
        if (change instanceof Change.Append append) {
            append(append.lane(), append.event());
        } else if (change instanceof Change.SetMetadata set) {
            append(Lane.metastreamOf(set.lane()), set.event());
        } else if (change instanceof Change.Delete delete) {
            delete(delete.lane());
        } else {
            tombstone(change.lane());
        }
    }
}
