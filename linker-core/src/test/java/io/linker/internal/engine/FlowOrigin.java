package io.linker.internal.engine;

import io.linker.event.Change;
import io.linker.event.NewEvent;
import io.linker.event.OriginEvent;
import io.linker.event.OriginPosition;
import io.linker.event.Outcome;
import io.linker.event.Position;
import io.linker.event.RecordedEvent;
import io.linker.event.ServerInfo;
import io.linker.origin.Origin;
import io.linker.origin.OriginListener;
import io.linker.origin.OriginRead;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An origin that has events at a rate, or more than anybody can take, and sends what was asked for. */
final class FlowOrigin implements Origin {
    /** What a subscription was measured to bring, in microseconds for one event. */
    private static final double EVENT_MICROS = 9;

    private static final int TOGETHER = 64;

    private final FlowClock clock;
    private final FlowProcessor processor;
    private final Consumer<List<Outcome>> arrived;
    private final SplittableRandom random = new SplittableRandom(1);
    private final String[] streams;
    private final long[] revisions;
    private byte[] data;
    private double perSecond;
    private long session;
    private @Nullable OriginListener hears;
    private boolean subscribed;
    private boolean pumping;
    private long allowed;
    private long sent;
    /** When the next event is written, by the load. */
    private double nextAt;

    FlowOrigin(FlowClock clock, FlowProcessor processor, int streams, int bytes, Consumer<List<Outcome>> arrived) {
        this.clock = clock;
        this.processor = processor;
        this.arrived = arrived;
        this.streams = new String[streams];
        for (int i = 0; i < streams; i++) {
            this.streams[i] = "stream-" + i;
        }
        this.revisions = new long[streams];
        this.data = new byte[bytes];
    }

    /** Events written from now on in each second; infinite for a backlog. */
    void load(double eventsPerSecond) {
        perSecond = eventsPerSecond;
        nextAt = clock.micros();
        pump();
    }

    /** Events handed over so far. */
    long sent() {
        return sent;
    }

    void size(int bytes) {
        data = new byte[bytes];
    }

    @Override
    public void connect(long number, OriginListener listener) {
        session = number;
        hears = listener;
        var info = new ServerInfo("origin", "24.10", Set.of(new UUID(0, 1)), false);
        clock.in(0, () -> listener.connected(number, info));
    }

    @Override
    public void subscribe(OriginPosition from) {
        clock.in(0, () -> {
            subscribed = true;
            hears().subscribed(session);
            pump();
        });
    }

    @Override
    public void request(int n) {
        allowed += n;
        pump();
    }

    private void pump() {
        if (!pumping && subscribed && allowed > 0 && perSecond > 0) {
            pumping = true;
            clock.at((long) Math.ceil(nextAt), this::send);
        }
    }

    private void send() {
        var some = new ArrayList<Outcome>();
        while (allowed > 0 && some.size() < TOGETHER && nextAt <= clock.micros()) {
            allowed--;
            some.add(next());
            // Half of the load comes evenly, half by chance.
            nextAt += perSecond == Double.POSITIVE_INFINITY ? 0 : (0.5 + random.nextDouble()) * 1e6 / perSecond;
        }
        arrived.accept(some);
        clock.at(processor.done(EVENT_MICROS * some.size()), () -> {
            pumping = false;
            pump();
        });
    }

    private Outcome next() {
        int stream = random.nextInt(streams.length);
        long created = perSecond == Double.POSITIVE_INFINITY ? clock.micros() : (long) nextAt;
        var id = new UUID(++sent, created);
        var position = new Position(sent, sent);
        var event = new RecordedEvent(
                streams[stream], revisions[stream]++, id, "t", false, data, new byte[0], Instant.EPOCH, position);
        var change = new Change.Append(streams[stream], new NewEvent(id, "t", false, data, event.metadata()));
        return new Outcome.Deliver(new OriginEvent(event, new OriginPosition.All(position)), change);
    }

    @Override
    public void read(long request, OriginRead read) {
        OriginRead.Answer answer = read instanceof OriginRead.Head
                ? new OriginRead.Answer.Head(new OriginPosition.All(new Position(sent, sent)), null)
                : new OriginRead.Answer.Page(List.of(), -1);
        clock.in(0, () -> hears().answered(session, request, answer));
    }

    private OriginListener hears() {
        return Objects.requireNonNull(hears);
    }

    @Override
    public void disconnect() {
        subscribed = false;
    }

    @Override
    public void close(Duration bound) {}
}
