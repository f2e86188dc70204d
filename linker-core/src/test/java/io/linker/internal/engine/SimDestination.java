package io.linker.internal.engine;

import io.linker.error.Failure;
import io.linker.event.ServerInfo;
import io.linker.testkit.internal.log.StreamView;
import io.linker.write.Destination;
import io.linker.write.DestinationListener;
import io.linker.write.ReadAnswer;
import io.linker.write.ReadRequest;
import io.linker.write.WriteAnswer;
import io.linker.write.WriteRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The destination of a simulated link. Appends of a session run in the order sent, deletes and reads on calls of their own;
 * answers come in any order; a cut leaves requests under way that run late or never.
 */
final class SimDestination implements Destination {
    private final World world;
    private final SimDatabase database;
    private final Weather weather;
    private final int maxLatency;
    private final DestinationListener hears;
    private final String name;
    private Function<WriteRequest, @Nullable WriteAnswer> script = request -> null;
    private long session;
    private boolean open;
    private SimNetwork up;
    private SimNetwork down;

    SimDestination(World world, SimDatabase database, int maxLatency, DestinationListener hears, String name) {
        this.world = world;
        this.database = database;
        this.weather = database.weather;
        this.maxLatency = maxLatency;
        this.hears = hears;
        this.name = name;
        this.up = new SimNetwork(world, maxLatency);
        this.down = new SimNetwork(world, maxLatency);
    }

    /** Lets {@code script} answer writes; those for which it has none are answered as usual. */
    void script(Function<WriteRequest, @Nullable WriteAnswer> answers) {
        script = answers;
    }

    void connect(long number) {
        connect(number, hears);
    }

    @Override
    public void connect(long number, DestinationListener listener) {
        disconnect();
        session = number;
        open = true;
        weather.unreadable = null;
        up = new SimNetwork(world, maxLatency);
        down = new SimNetwork(world, maxLatency);
        if (world.now() < weather.refusesUntil) {
            down.send(() -> hears.ended(number, new Failure(Failure.Kind.UNAVAILABLE, "refused")));
        } else {
            var info = new ServerInfo("destination", "24.10", Set.of(database.instance), false);
            down.send(() -> hears.connected(number, info));
        }
    }

    @Override
    public boolean isWritable(String stream) {
        return world.now() >= weather.chokedUntil;
    }

    @Override
    public void spread(int connections) {}

    @Override
    public void write(long id, WriteRequest request) {
        SimNetwork way = request instanceof WriteRequest.Append ? up : up.beside();
        SimNetwork back = down;
        long of = session;
        way.send(() -> execute(of, id, request, back));
    }

    private void execute(long of, long id, WriteRequest request, SimNetwork back) {
        if (!(open && of == session) && isLost(request)) {
            return;
        }
        WriteAnswer answer = answer(id, request);
        world.tell(() -> name + " #" + id + " " + text(request) + " -> " + answer);
        // Completion order: each answer finds a way of its own.
        back.beside().send(() -> hears.written(of, id, answer));
    }

    private WriteAnswer answer(long id, WriteRequest request) {
        WriteAnswer scripted = script.apply(request);
        if (scripted != null) {
            return scripted;
        }
        if (world.now() < weather.notReadyUntil || world.chance(weather.notReady)) {
            return new WriteAnswer.NotNow(new Failure(Failure.Kind.NOT_READY, "not ready"));
        }
        if (world.now() < weather.deniedUntil && request.stream().equals(weather.denied)) {
            return new WriteAnswer.Denied("denied");
        }
        if (world.chance(weather.undecided)) {
            if (world.chance(0.6)) {
                int late = world.chance(0.5) ? 0 : world.between(0, world.chance(0.8) ? 500 : 5_000);
                world.in(late, () -> {
                    if (isLost(request)) {
                        return;
                    }
                    WriteAnswer unheard = database.write(request);
                    world.tell(() -> name + " late #" + id + " " + text(request) + " -> " + unheard);
                });
            }
            return new WriteAnswer.Undecided(new Failure(Failure.Kind.TIMEOUT, "timed out"));
        }
        return database.write(request);
    }

    /**
     * A no-stream append that runs late begins a stream anew that another run of the link has deleted meanwhile, which no
     * run can know of: a stated limit. So it never runs.
     */
    private boolean isLost(WriteRequest request) {
        return weather.runs > 1
                && request instanceof WriteRequest.Append
                && request.expected() == WriteRequest.NO_STREAM
                && database.log.stream(request.stream()).state() == StreamView.State.NOT_FOUND
                && database.log.stream(request.stream()).head() >= 0;
    }

    private static String text(WriteRequest request) {
        String what = request instanceof WriteRequest.Append append
                ? append.events().stream()
                        .map(event -> shortened(event.data()))
                        .toList()
                        .toString()
                : request.getClass().getSimpleName();
        return request.stream() + " expects " + request.expected() + " " + what;
    }

    private static String text(ReadAnswer answer) {
        return answer instanceof ReadAnswer.Page page
                ? "head " + page.head() + " "
                        + page.events().stream()
                                .map(event -> shortened(event.data()))
                                .toList()
                : answer.getClass().getSimpleName();
    }

    private static String shortened(byte[] data) {
        return new String(data, 0, Math.min(80, data.length), StandardCharsets.UTF_8);
    }

    @Override
    public void read(long id, ReadRequest request) {
        SimNetwork back = down.beside();
        long of = session;
        world.in(world.between(0, maxLatency), () -> {
            ReadAnswer answer = answer(request);
            world.tell(() -> name + " reads " + request + " -> " + text(answer));
            back.send(() -> hears.read(of, id, weather.tellsHeadsLate ? withHeadOfNow(answer, request) : answer));
        });
    }

    private ReadAnswer answer(ReadRequest request) {
        Failure failure = weather.failure(world);
        return failure == null ? database.read(request) : new ReadAnswer.Failed(failure);
    }

    private ReadAnswer withHeadOfNow(ReadAnswer answer, ReadRequest request) {
        ReadAnswer now = database.read(new ReadRequest(request.stream(), Long.MAX_VALUE, 1));
        return answer instanceof ReadAnswer.Page page && now instanceof ReadAnswer.Page newest
                ? new ReadAnswer.Page(page.events(), newest.head())
                : answer;
    }

    /** Ends the session; requests under way run at once, late, or never. */
    void cut(Failure.Kind kind) {
        long of = session;
        open = false;
        down.cut();
        int fate = world.between(0, 3);
        if (fate < 2) {
            up.cut();
        } else if (fate == 2) {
            up.postpone(world.between(0, 5_000));
        }
        new SimNetwork(world, maxLatency).send(() -> hears.ended(of, new Failure(kind, "cut")));
    }

    /** The transport takes nothing for a while, then says that it does again. */
    void choke(int millis) {
        long of = session;
        weather.chokedUntil = world.now() + millis;
        world.in(millis, () -> hears.writable(of));
    }

    @Override
    public void disconnect() {
        open = false;
        down.cut();
    }

    @Override
    public void close(Duration bound) {
        disconnect();
    }
}
