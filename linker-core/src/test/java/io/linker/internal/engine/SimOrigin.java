package io.linker.internal.engine;

import io.linker.error.Failure;
import io.linker.event.OriginEvent;
import io.linker.event.OriginPosition;
import io.linker.event.Position;
import io.linker.event.RecordedEvent;
import io.linker.event.ServerInfo;
import io.linker.origin.Origin;
import io.linker.origin.OriginListener;
import io.linker.origin.OriginRead;
import io.linker.testkit.internal.log.LogRecord;
import io.linker.testkit.internal.log.StreamView;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The origin of a simulated link: a subscription to {@code $all} over a network with moods. */
final class SimOrigin implements Origin {
    private static final int CHECKPOINT_INTERVAL = 8;

    private final World world;
    private final SimDatabase database;
    private final @Nullable Predicate<RecordedEvent> serverFilter;
    private final int maxLatency;
    private final OriginListener hears;
    private long session;
    private SimNetwork down;
    private final Runnable pump = this::pump;
    private boolean subscribed;
    private boolean stalled;
    private boolean caughtUp;
    private int ordinal;
    private int allowed;
    private int considered;

    /**
     * An origin that is not connected.
     *
     * @param serverFilter what the server lets through; null for everything, and no checkpoint messages
     */
    SimOrigin(
            World world,
            SimDatabase database,
            @Nullable Predicate<RecordedEvent> serverFilter,
            int maxLatency,
            OriginListener hears) {
        this.world = world;
        this.database = database;
        this.serverFilter = serverFilter;
        this.maxLatency = maxLatency;
        this.hears = hears;
        this.down = new SimNetwork(world, maxLatency);
    }

    void connect(long number) {
        connect(number, hears);
    }

    @Override
    public void connect(long number, OriginListener listener) {
        disconnect();
        session = number;
        database.weather.unreadable = null;
        down = new SimNetwork(world, maxLatency);
        if (world.now() < database.weather.refusesUntil) {
            down.send(() -> hears.ended(number, new Failure(Failure.Kind.UNAVAILABLE, "refused")));
        } else {
            var info = new ServerInfo("origin", "24.10", Set.of(database.instance), false);
            down.send(() -> hears.connected(number, info));
        }
    }

    @Override
    public void subscribe(OriginPosition from) {
        Position position = ((OriginPosition.All) from).position();
        long of = session;
        ordinal = database.log.ordinalAt(position.commit() + 1);
        allowed = 0;
        caughtUp = false;
        subscribed = true;
        stalled = false;
        database.onChange(pump);
        down.send(() -> hears.subscribed(of));
    }

    @Override
    public void request(int n) {
        allowed += n;
        pump();
    }

    private void pump() {
        while (subscribed && !stalled && allowed > 0 && ordinal < database.log.size()) {
            LogRecord record = database.log.record(ordinal++);
            if (record != null) {
                RecordedEvent event = SimDatabase.recorded(record);
                if (serverFilter == null || serverFilter.test(event)) {
                    send(event);
                } else {
                    considered(event.position());
                }
            }
        }
        if (subscribed && !stalled && !caughtUp && allowed > 0 && ordinal >= database.log.size()) {
            long of = session;
            caughtUp = true;
            allowed--;
            down.send(() -> hears.caughtUp(of));
        }
    }

    private void send(RecordedEvent event) {
        long of = session;
        var arrived = new OriginEvent(event, new OriginPosition.All(event.position()));
        allowed--;
        down.send(() -> hears.arrived(of, arrived));
    }

    /** The server says now and then how far its filter has come. */
    private void considered(Position position) {
        if (++considered % CHECKPOINT_INTERVAL == 0) {
            long of = session;
            allowed--;
            down.send(() -> hears.checkpoint(of, new OriginPosition.All(position)));
        }
    }

    @Override
    public void read(long request, OriginRead read) {
        long of = session;
        SimNetwork back = down.beside();
        world.in(world.between(0, maxLatency), () -> {
            Failure failure = database.weather.failure(world);
            OriginRead.Answer answer = failure == null ? answer(read) : new OriginRead.Answer.Failed(failure);
            world.tell(() -> "the origin is asked " + read + " -> " + answer);
            back.send(() -> hears.answered(of, request, answer));
        });
    }

    private OriginRead.Answer answer(OriginRead read) {
        if (read instanceof OriginRead.Head || read instanceof OriginRead.End) {
            RecordedEvent newest = database.newest(read instanceof OriginRead.Head ? serverFilter : null);
            return newest == null
                    ? new OriginRead.Answer.Head(OriginPosition.All.START, null)
                    : new OriginRead.Answer.Head(new OriginPosition.All(newest.position()), newest);
        }
        if (read instanceof OriginRead.EventAt at) {
            int place = database.log.ordinalAt(at.position().commit());
            LogRecord record = place < database.log.size() ? database.log.record(place) : null;
            if (record == null || record.position() != at.position().commit()) {
                return new OriginRead.Answer.Page(List.of(), -1);
            }
            return new OriginRead.Answer.Page(List.of(SimDatabase.recorded(record)), -1);
        }
        if (read instanceof OriginRead.Written written) {
            return new OriginRead.Answer.Page(
                    database.written(written.stream(), written.before(), written.count()), -1);
        }
        var page = (OriginRead.StreamPage) read;
        StreamView view = database.log.stream(page.stream());
        return switch (view.state()) {
            case TOMBSTONED -> new OriginRead.Answer.Tombstoned();
            case NOT_FOUND -> new OriginRead.Answer.Page(List.of(), -1);
            case FOUND ->
                new OriginRead.Answer.Page(
                        database.page(view, page.from(), page.backwards(), page.count()), view.head());
        };
    }

    /** Ends the session with a failure, losing what is under way. */
    void cut(Failure.Kind kind) {
        long of = session;
        disconnect();
        new SimNetwork(world, maxLatency).send(() -> hears.ended(of, new Failure(kind, "cut")));
    }

    /** The subscription goes silent, without a word. */
    void stall() {
        stalled = true;
    }

    @Override
    public void disconnect() {
        subscribed = false;
        down.cut();
        database.forget(pump);
    }

    @Override
    public void close(Duration bound) {
        disconnect();
    }
}
