package io.linker.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.linker.error.Failure;
import io.linker.esdb.ConnectionString;
import io.linker.esdb.EsdbLink;
import io.linker.event.NewEvent;
import io.linker.event.RecordedEvent;
import io.linker.event.ServerInfo;
import io.linker.testkit.EmbeddedEventStore;
import io.linker.write.Destination;
import io.linker.write.DestinationListener;
import io.linker.write.ReadAnswer;
import io.linker.write.ReadRequest;
import io.linker.write.WriteAnswer;
import io.linker.write.WriteRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The simulated destination, held against a node behind its socket and the adapter: the same random requests, the same
 * faults, the same answers, the same content.
 */
class SimulatedDestinationTest {
    private static final int SEQUENCES = 20;
    private static final int REQUESTS = 100;
    private static final List<String> TYPES = List.of("a", "$metadata");

    private final EmbeddedEventStore node = EmbeddedEventStore.start();
    private final Destination real =
            EsdbLink.destination(ConnectionString.parse(node.connectionString(), "node"), 1, "test");
    private final Heard heard = new Heard();
    private final AtomicLong session = new AtomicLong();
    private final AtomicLong requests = new AtomicLong();

    @AfterEach
    void close() {
        real.close(Duration.ofSeconds(5));
        node.close();
    }

    @Test
    void answersLikeTheNode() {
        connect();
        for (int sequence = 0; sequence < SEQUENCES; sequence++) {
            long seed = System.nanoTime() + sequence;
            var world = new World(seed);
            var streams = List.of("s-" + seed, "t-" + seed, "$$s-" + seed);
            try {
                play(world, new SimDatabase(world), streams);
            } catch (AssertionError wrong) {
                throw new AssertionError("sequence " + seed + ": " + wrong.getMessage(), wrong);
            }
        }
    }

    private void play(World world, SimDatabase simulated, List<String> streams) {
        var ids = new ArrayList<UUID>();
        for (int i = 0; i < REQUESTS; i++) {
            String stream = streams.get(world.random.nextInt(streams.size()));
            if (world.chance(0.3)) {
                var read = new ReadRequest(
                        stream, world.chance(0.5) ? Long.MAX_VALUE : world.between(0, 12), world.between(1, 5));
                assertThat(text(read(read))).as("%s", read).isEqualTo(text(simulated.read(read)));
            } else {
                write(world, simulated, request(world, stream, ids));
            }
        }
        for (String stream : streams) {
            var everything = new ReadRequest(stream, Long.MAX_VALUE, 1_000);
            assertThat(text(read(everything))).isEqualTo(text(simulated.read(everything)));
        }
    }

    private static NewEvent softDelete(World world) {
        byte[] document = "{\"$tb\":9223372036854775807}".getBytes(StandardCharsets.UTF_8);
        var id = new UUID(world.random.nextLong(), world.random.nextLong());
        return new NewEvent(id, "$metadata", true, document, new byte[0]);
    }

    private static WriteRequest request(World world, String stream, List<UUID> ids) {
        long expected = world.chance(0.05) ? Long.MAX_VALUE - 1 : world.between(-1, 8);
        int what = world.random.nextInt(100);
        boolean metastream = stream.startsWith("$$");
        if (what < 8 && !metastream) {
            return new WriteRequest.Append("$$" + stream, expected, List.of(softDelete(world)));
        }
        if (what < 9 && !metastream) {
            return new WriteRequest.Tombstone(stream, expected);
        }
        var events = new ArrayList<NewEvent>();
        for (int i = world.between(1, 4); i > 0; i--) {
            if (ids.isEmpty() || world.chance(0.5)) {
                ids.add(new UUID(world.random.nextLong(), world.random.nextLong()));
            }
            UUID id = ids.get(world.random.nextInt(Math.max(0, ids.size() - 4), ids.size()));
            String data = metastream && world.chance(0.7) ? "{\"$tb\":" + world.between(0, 5) + "}" : "{\"n\":1}";
            events.add(new NewEvent(
                    id, TYPES.get(metastream ? 1 : 0), true, data.getBytes(StandardCharsets.UTF_8), new byte[0]));
        }
        return new WriteRequest.Append(stream, expected, events);
    }

    /** One write, the same fault striking both. */
    private void write(World world, SimDatabase simulated, WriteRequest request) {
        int fault = request instanceof WriteRequest.Append ? world.random.nextInt(20) : 20;
        boolean executed = fault != 0 && fault != 2 && fault != 4;
        WriteAnswer there = executed ? simulated.write(request) : new WriteAnswer.Refused("not executed");
        String expected = there.toString();
        switch (fault) {
            case 0 -> node.faults().appends().next(1).timeOut();
            case 1 -> node.faults().appends().next(1).commitButTimeOut();
            case 2 -> node.faults().appends().next(1).refuseAsNotReady();
            case 3 -> node.faults().appends().next(1).commitButCut();
            case 4 -> node.faults().appends().next(1).cut();
            default -> {}
        }
        real.write(requests.incrementAndGet(), request);
        if (fault == 3 || fault == 4) {
            heard.next(Failure.class);
            connect();
            return;
        }
        WriteAnswer answer = heard.next(WriteAnswer.class);
        if (fault < 2) {
            assertThat(answer).isInstanceOf(WriteAnswer.Undecided.class);
        } else if (fault == 2) {
            assertThat(answer).isInstanceOf(WriteAnswer.NotNow.class);
            connect(); // a refused call may spoil its connection, as it does on a server
        } else {
            assertThat(answer.toString()).as("%s", request).isEqualTo(expected);
        }
    }

    private void connect() {
        // A session makes one attempt, and a busy machine may be too slow for it.
        for (int attempt = 0; attempt < 20; attempt++) {
            real.connect(session.incrementAndGet(), heard);
            if (heard.next(Object.class) instanceof ServerInfo) {
                return;
            }
        }
        throw new AssertionError("no connection");
    }

    private ReadAnswer read(ReadRequest request) {
        real.read(requests.incrementAndGet(), request);
        return heard.next(ReadAnswer.class);
    }

    private static String text(ReadAnswer answer) {
        return answer instanceof ReadAnswer.Page page
                ? "head " + page.head()
                        + page.events().stream()
                                .map(SimulatedDestinationTest::text)
                                .toList()
                : answer.toString();
    }

    private static String text(RecordedEvent event) {
        // What the server writes by itself has an id of its own.
        boolean byServer = event.metadata().length == 0
                && event.type().equals("$metadata")
                && event.id().version() == 4;
        return event.revision() + " " + (byServer ? "by the server" : event.id()) + " " + event.type() + " "
                + new String(event.data(), StandardCharsets.UTF_8);
    }

    /** What the adapter said in the present session. */
    private final class Heard implements DestinationListener {
        private final BlockingQueue<Object> signals = new LinkedBlockingQueue<>();

        <T> T next(Class<T> kind) {
            try {
                for (Object signal = poll(); ; signal = poll()) {
                    if (kind.isInstance(signal)) {
                        return kind.cast(signal);
                    }
                }
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }

        private Object poll() throws InterruptedException {
            Object signal = signals.poll(30, TimeUnit.SECONDS);
            if (signal == null) {
                throw new AssertionError("Nothing within 30 s");
            }
            return signal;
        }

        private void add(long of, Object signal) {
            if (of == session.get()) { // of one before, nothing matters any more
                signals.add(signal);
            }
        }

        @Override
        public void connected(long of, ServerInfo server) {
            add(of, server);
        }

        @Override
        public void writable(long of) {}

        @Override
        public void written(long of, long id, WriteAnswer answer) {
            if (id == requests.get()) {
                add(of, answer);
            }
        }

        @Override
        public void read(long of, long id, ReadAnswer answer) {
            if (id == requests.get()) {
                add(of, answer);
            }
        }

        @Override
        public void ended(long of, Failure why) {
            add(of, why);
        }
    }
}
