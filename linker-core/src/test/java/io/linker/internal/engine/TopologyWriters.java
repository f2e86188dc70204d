package io.linker.internal.engine;

import com.google.protobuf.ByteString;
import io.linker.event.RecordedEvent;
import io.linker.testkit.internal.log.ExpectedRevision;
import io.linker.testkit.internal.log.NewEvent;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/** What applications do in databases that are linked both ways: they write the same streams on all sides. */
final class TopologyWriters {
    private final World world;
    private final SplittableRandom endings;
    private final List<SimDatabase> databases;
    private final int streams;
    private final TopologyDocuments documents;
    private final TopologyOpaques opaques;
    private final TopologyDeletes deletes;
    private int written;

    /** @param seed for the ends of streams, which are drawn beside the world's, whose seeds stay what they were */
    TopologyWriters(
            World world,
            long seed,
            List<SimDatabase> databases,
            int streams,
            TopologyDocuments documents,
            TopologyOpaques opaques,
            TopologyDeletes deletes) {
        this.world = world;
        this.endings = new SplittableRandom(seed);
        this.databases = databases;
        this.streams = streams;
        this.documents = documents;
        this.opaques = opaques;
        this.deletes = deletes;
    }

    /** One application writes to one stream. */
    void write() {
        int at = world.random.nextInt(databases.size());
        SimDatabase database = databases.get(at);
        String stream = "s-" + Math.min(world.random.nextInt(streams), world.random.nextInt(streams));
        if (database.log.stream(stream).tombstone() != null) {
            return;
        }
        if (endings.nextInt(150) == 0) {
            database.log.tombstone(stream, ExpectedRevision.ANY);
            world.tell(() -> TopologySimulation.name(at) + " tombstones " + stream);
            return;
        }
        if (deletes.perhaps(database, at, stream)) {
            world.tell(() -> TopologySimulation.name(at) + " deletes " + stream);
            return;
        }
        if (documents.writes(database, stream, deletes.areMade())) {
            world.tell(() -> TopologySimulation.name(at) + " writes $$" + stream);
        }
        for (int i = world.between(1, 3); i > 0; i--) {
            long head = database.log.stream(stream).head();
            var event = new NewEvent(
                    newId(),
                    "t" + world.random.nextInt(20),
                    true,
                    ByteString.copyFromUtf8("{\"n\":" + written++ + "}"),
                    metadata(database, stream));
            event = opaques.perhaps(event, TopologySimulation.name(at), stream, head + 1);
            database.log.append(stream, ExpectedRevision.exactly(head), List.of(event));
            String told = stream + "@" + (head + 1) + " " + event.type() + " n" + (written - 1) + " "
                    + event.metadata().toStringUtf8();
            world.tell(() -> TopologySimulation.name(at) + " writes " + told);
        }
    }

    /** Some applications copy the metadata of the event they answer, provenance included. */
    private ByteString metadata(SimDatabase database, String stream) {
        int kind = world.random.nextInt(4);
        var view = database.log.stream(stream);
        if (kind == 0 && view.head() >= 0) {
            List<RecordedEvent> newest = database.page(view, view.head(), true, 1);
            return newest.isEmpty()
                    ? ByteString.EMPTY
                    : ByteString.copyFrom(newest.get(0).metadata());
        }
        return ByteString.copyFromUtf8(kind == 1 ? "{\"x\": 1}" : "");
    }

    private UUID newId() {
        return new UUID(world.random.nextLong(), world.random.nextLong());
    }
}
