package io.linker.internal.engine;

import io.linker.error.Failure;
import io.linker.event.NewEvent;
import io.linker.event.ServerInfo;
import io.linker.internal.flow.Routes;
import io.linker.write.Destination;
import io.linker.write.DestinationListener;
import io.linker.write.ReadAnswer;
import io.linker.write.ReadRequest;
import io.linker.write.WriteAnswer;
import io.linker.write.WriteRequest;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A destination that costs what a real server was measured to cost: requests are served one after another, each for 60 µs and
 * 12 µs for each of its events of up to 256 bytes, more for larger ones; an answer takes 2 ms more; one call carries 768 KB for
 * each round trip. It writes whatever it is told: what is right is tried elsewhere.
 */
final class FlowServer implements Destination {
    private static final long REQUEST_MICROS = 60;
    private static final double EVENT_MICROS = 12;
    private static final double EVENT_BYTES = 256;
    private static final long COMMIT_MICROS = 2_000;

    /** From request to answer when nothing else is to be done, in milliseconds. */
    static final long IDLE_MILLIS = 3;

    /** Servers give up on a write after 2 s. */
    private static final long TIMEOUT_MICROS = 2_000_000;

    private static final long CALL_WINDOW = 768 * 1024;
    private static final long READY_BYTES = 32 * 1024;
    private static final int WIRE_OVERHEAD = 160;

    private final FlowClock clock;
    private final FlowMeter meter;
    private final Call[] calls;
    private @Nullable DestinationListener hears;
    private long session;
    private final Routes routes = new Routes(16);
    private int spread = 1;
    private final FlowProcessor processor;
    private boolean refused;
    private long delay;
    private boolean ready = true;

    FlowServer(FlowClock clock, FlowProcessor processor, int mostConnections, FlowMeter meter) {
        this.clock = clock;
        this.processor = processor;
        this.meter = meter;
        this.calls = new Call[mostConnections];
        for (int i = 0; i < mostConnections; i++) {
            calls[i] = new Call();
        }
    }

    /** One way over the network takes half of this. */
    void roundTrip(long millis) {
        delay = millis * 500;
    }

    void ready(boolean takesWrites) {
        ready = takesWrites;
    }

    @Override
    public void connect(long number, DestinationListener listener) {
        hears = listener;
        session = number;
        var info = new ServerInfo("destination", "24.10", Set.of(new UUID(0, 2)), false);
        clock.in(2 * delay, () -> listener.connected(number, info));
    }

    @Override
    public void spread(int connections) {
        spread = Math.min(connections, calls.length);
    }

    @Override
    public boolean isWritable(String stream) {
        boolean open = routes.isOpen(stream, spread, this::isReady);
        refused |= !open;
        return open;
    }

    private boolean isReady(int call) {
        return calls[call].waitingBytes < READY_BYTES;
    }

    @Override
    public void write(long id, WriteRequest request) {
        long bytes = 0;
        double micros = REQUEST_MICROS;
        long last = request.expected();
        if (request instanceof WriteRequest.Append append) {
            for (NewEvent event : append.events()) {
                bytes += event.size() + WIRE_OVERHEAD;
                micros += EVENT_MICROS * Math.max(1, event.size() / EVENT_BYTES);
            }
            last += append.events().size();
        }
        calls[routes.take(request.stream(), bytes, spread, this::isReady)].send(
                new Message(id, request, bytes, micros, new WriteAnswer.Success(last)));
    }

    private void arrived(Message message) {
        if (!ready) {
            answer(message, new WriteAnswer.NotNow(new Failure(Failure.Kind.NOT_READY, "not ready")), 0);
            return;
        }
        long arrived = clock.micros();
        long done = processor.done(message.micros) + (long) (COMMIT_MICROS * processor.slowness());
        if (done - arrived > TIMEOUT_MICROS) {
            answer(message, new WriteAnswer.Undecided(new Failure(Failure.Kind.TIMEOUT, "late")), TIMEOUT_MICROS);
        } else {
            answer(message, message.answer, done - arrived);
        }
    }

    private void answer(Message message, WriteAnswer answer, long after) {
        DestinationListener listener = hears;
        if (listener != null) {
            clock.in(after + delay, () -> {
                if (answer instanceof WriteAnswer.Success
                        && message.request instanceof WriteRequest.Append append
                        && append.stream().startsWith("stream-")) {
                    append.events().forEach(event -> meter.confirmed(append.stream(), event, clock.micros()));
                }
                routes.answered(message.request.stream(), message.bytes);
                listener.written(session, message.id, answer);
            });
        }
    }

    @Override
    public void read(long id, ReadRequest request) {
        DestinationListener listener = hears;
        if (listener != null) {
            clock.in(2 * delay + COMMIT_MICROS, () -> listener.read(session, id, new ReadAnswer.NotFound()));
        }
    }

    @Override
    public void disconnect() {}

    @Override
    public void close(Duration bound) {}

    private static final class Message {
        final long id;
        final WriteRequest request;
        final double micros;
        final WriteAnswer answer;
        final long bytes;
        long unsent;

        Message(long id, WriteRequest request, long bytes, double micros, WriteAnswer answer) {
            this.id = id;
            this.request = request;
            this.unsent = bytes;
            this.bytes = bytes;
            this.micros = micros;
            this.answer = answer;
        }
    }

    /** One batch call: what exceeds the server's receive window waits at the client. */
    private final class Call {
        private final Deque<Message> waiting = new ArrayDeque<>();
        private long waitingBytes;
        private long window = CALL_WINDOW;

        void send(Message message) {
            waiting.add(message);
            waitingBytes += message.unsent;
            push();
        }

        private void push() {
            while (!waiting.isEmpty() && window > 0) {
                Message first = waiting.getFirst();
                long part = Math.min(window, first.unsent);
                window -= part;
                waitingBytes -= part;
                first.unsent -= part;
                if (first.unsent == 0) {
                    waiting.removeFirst();
                    clock.in(delay, () -> arrived(first));
                }
                clock.in(2 * delay, () -> {
                    window += part;
                    push();
                });
            }
            DestinationListener listener = hears;
            if (refused && waitingBytes < READY_BYTES && listener != null) {
                refused = false;
                clock.in(0, () -> listener.writable(session));
            }
        }
    }
}
