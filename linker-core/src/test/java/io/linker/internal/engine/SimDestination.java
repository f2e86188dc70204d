package io.linker.internal.engine;

import io.linker.error.Failure;
import io.linker.event.ServerInfo;
import io.linker.write.Destination;
import io.linker.write.DestinationListener;
import io.linker.write.ReadAnswer;
import io.linker.write.ReadRequest;
import io.linker.write.WriteAnswer;
import io.linker.write.WriteRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;

/**
 * The destination of a simulated link. Appends of a session run in the order sent, deletes and reads on calls of their own;
 * answers come in any order; a cut leaves requests under way that run late or never.
 */
final class SimDestination implements Destination {
    private final World world;
    private final SimDatabase database;
    private final int maxLatency;
    private final DestinationListener hears;
    private long session;
    private SimNetwork up;
    private SimNetwork down;
    private boolean refused;
    private double undecided;
    private double notReady;

    SimDestination(World world, SimDatabase database, int maxLatency, DestinationListener hears) {
        this.world = world;
        this.database = database;
        this.maxLatency = maxLatency;
        this.hears = hears;
        this.up = new SimNetwork(world, 0, maxLatency);
        this.down = new SimNetwork(world, 0, maxLatency);
    }

    void connect(long number) {
        connect(number, hears);
    }

    @Override
    public void connect(long number, DestinationListener listener) {
        disconnect();
        session = number;
        up = new SimNetwork(world, 0, maxLatency);
        down = new SimNetwork(world, 0, maxLatency);
        if (refused) {
            down.send(() -> hears.ended(number, new Failure(Failure.Kind.UNAVAILABLE, "refused")));
        } else {
            var info = new ServerInfo("destination", "24.10", Set.of(database.instance));
            down.send(() -> hears.connected(number, info));
        }
    }

    @Override
    public boolean isWritable() {
        return true;
    }

    @Override
    public void write(long id, WriteRequest request) {
        SimNetwork way = request instanceof WriteRequest.Append ? up : new SimNetwork(world, 0, maxLatency);
        SimNetwork back = down;
        long of = session;
        way.send(() -> execute(of, id, request, back));
    }

    private void execute(long of, long id, WriteRequest request, SimNetwork back) {
        WriteAnswer answer;
        if (world.chance(notReady)) {
            answer = new WriteAnswer.NotNow(new Failure(Failure.Kind.NOT_READY, "not ready"));
        } else if (world.chance(undecided)) {
            answer = new WriteAnswer.Undecided(new Failure(Failure.Kind.TIMEOUT, "timed out"));
            if (world.chance(0.6)) {
                world.in(
                        world.chance(0.5) ? 0 : world.between(0, 500),
                        () -> world.tell("late #" + id + " " + text(request) + " -> " + database.write(request)));
            }
        } else {
            answer = database.write(request);
        }
        world.tell(this.hashCode() % 1000 + " #" + id + " " + text(request) + " -> " + answer);
        // Completion order: each answer finds a way of its own.
        world.in(world.between(0, maxLatency), () -> back.send(() -> hears.written(of, id, answer)));
    }

    private static String text(WriteRequest request) {
        String what = request instanceof WriteRequest.Append append
                ? append.events().stream()
                        .map(event -> new String(event.data(), StandardCharsets.UTF_8))
                        .toList()
                        .toString()
                : request.getClass().getSimpleName();
        return request.stream() + " expects " + request.expected() + " " + what;
    }

    @Override
    public void read(long id, ReadRequest request) {
        SimNetwork back = down;
        long of = session;
        world.in(world.between(0, maxLatency), () -> {
            ReadAnswer answer = world.chance(undecided)
                    ? new ReadAnswer.Failed(new Failure(Failure.Kind.TIMEOUT, "timed out"))
                    : database.read(request);
            back.send(() -> hears.read(of, id, answer));
        });
    }

    /** Ends the session; requests under way run at once, late, or never. */
    void cut() {
        long of = session;
        down.cut();
        if (world.chance(0.5)) {
            up.cut();
        }
        var news = new SimNetwork(world, 0, maxLatency);
        news.send(() -> hears.ended(of, new Failure(Failure.Kind.UNAVAILABLE, "cut")));
    }

    void refuse(boolean connections) {
        refused = connections;
    }

    void moods(double undecidedShare, double notReadyShare) {
        undecided = undecidedShare;
        notReady = notReadyShare;
    }

    @Override
    public void disconnect() {
        down.cut();
    }

    @Override
    public void close(Duration bound) {
        disconnect();
    }
}
