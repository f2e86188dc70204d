package io.linker.testkit.internal.groups;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A group on a stream in memory, with a clock that a test moves. */
final class Fixture {
    final MemorySource source = new MemorySource();
    final MemoryStore store = new MemoryStore();
    private final Map<TestConsumer, Consumer> connected = new HashMap<>();
    private long nowMillis = 1_000_000;
    private GroupSettings settings;
    private Group group;

    private Fixture(GroupSettings settings, StartFrom start, int eventsBefore) {
        this.settings = settings;
        write(eventsBefore);
        this.group = open(start);
    }

    static Fixture withEvents(int count) {
        return withEvents(count, UnaryOperator.identity());
    }

    static Fixture withEvents(int count, UnaryOperator<Settings> change) {
        return new Fixture(change.apply(new Settings()).build(), new StartFrom(0, "0"), count);
    }

    static Fixture startingAt(long position, int eventsBefore) {
        return new Fixture(new Settings().build(), new StartFrom(position, Long.toString(position)), eventsBefore);
    }

    private Group open(StartFrom start) {
        Group opened = new Group(
                new GroupDefinition("s", "g", settings, start, Optional.empty()), source, store, () -> nowMillis);
        opened.proceed();
        return opened;
    }

    /** As after a restart of the node: only what was written down is left. */
    void reopen() {
        connected.clear();
        group = open(new StartFrom(0, "0"));
    }

    Group group() {
        return group;
    }

    void write(int count) {
        IntStream.range(0, count).forEach(i -> source.write("s", null));
    }

    void writeAndProceed(int count) {
        write(count);
        group.proceed();
    }

    TestConsumer connect(int capacity) {
        TestConsumer consumer = new TestConsumer();
        connected.put(consumer, group.connect(consumer, new ConsumerName("user", "test"), capacity));
        group.proceed();
        return consumer;
    }

    void leave(TestConsumer consumer) {
        group.disconnect(java.util.Objects.requireNonNull(connected.remove(consumer)));
    }

    void ack(long... positions) {
        group.ack(ids(positions));
    }

    void nack(NackAction action, long... positions) {
        group.nack(action, ids(positions), "because");
    }

    List<UUID> ids(long... positions) {
        return java.util.Arrays.stream(positions).mapToObj(MemorySource::id).toList();
    }

    /** Lets time pass, with a tick each second. */
    void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            nowMillis += 1_000;
            group.tick();
        }
    }

    /** The usual settings, with the ones a test cares about changed. */
    record Settings(
            int timeoutMs,
            int maxRetries,
            int minCheckpoint,
            int maxCheckpoint,
            int batch,
            int buffer,
            int maxConsumers,
            StrategyName strategy) {

        Settings() {
            this(30_000, 10, 10, 1000, 20, 500, 0, StrategyName.ROUND_ROBIN);
        }

        Settings timeout(int ms) {
            return new Settings(ms, maxRetries, minCheckpoint, maxCheckpoint, batch, buffer, maxConsumers, strategy);
        }

        Settings retries(int count) {
            return new Settings(timeoutMs, count, minCheckpoint, maxCheckpoint, batch, buffer, maxConsumers, strategy);
        }

        Settings checkpoints(int min, int max) {
            return new Settings(timeoutMs, maxRetries, min, max, batch, buffer, maxConsumers, strategy);
        }

        Settings buffers(int readBatch, int historyBuffer) {
            return new Settings(
                    timeoutMs,
                    maxRetries,
                    minCheckpoint,
                    maxCheckpoint,
                    readBatch,
                    historyBuffer,
                    maxConsumers,
                    strategy);
        }

        Settings consumers(int most) {
            return new Settings(timeoutMs, maxRetries, minCheckpoint, maxCheckpoint, batch, buffer, most, strategy);
        }

        Settings strategy(StrategyName name) {
            return new Settings(timeoutMs, maxRetries, minCheckpoint, maxCheckpoint, batch, buffer, maxConsumers, name);
        }

        GroupSettings build() {
            return new GroupSettings(
                    false,
                    true,
                    timeoutMs,
                    maxRetries,
                    2_000,
                    minCheckpoint,
                    maxCheckpoint,
                    maxConsumers,
                    500,
                    batch,
                    buffer,
                    strategy);
        }
    }

    /** Writes down what it gets, as {@code 3} or, when delivered again, {@code 3 again 1}. */
    static final class TestConsumer implements Outlet {
        private final List<String> got = new ArrayList<>();
        boolean ready = true;
        boolean dropped;

        @Override
        public boolean isReady() {
            return ready;
        }

        @Override
        public void deliver(GroupEvent event, int retries) {
            got.add(event.position() + (retries == 0 ? "" : " again " + retries));
        }

        @Override
        public void drop() {
            dropped = true;
        }

        /** What came since it was last asked. */
        List<String> got() {
            List<String> since = List.copyOf(got);
            got.clear();
            return since;
        }
    }

    record MemoryEvent(
            UUID id,
            long position,
            String targetStream,
            @Nullable String correlation) implements GroupEvent {}

    static final class MemorySource implements GroupSource {
        private final List<MemoryEvent> events = new ArrayList<>();

        @Nullable
        String fault;
        /** Streams whose events a filter holds back. */
        String heldBack = "";

        static UUID id(long position) {
            return new UUID(7, position);
        }

        /** Writes the last event once more, with the same id. */
        void repeatLast() {
            MemoryEvent last = events.get(events.size() - 1);
            events.add(new MemoryEvent(last.id(), events.size(), last.targetStream(), null));
        }

        void write(String stream, @Nullable String correlation) {
            events.add(new MemoryEvent(id(events.size()), events.size(), stream, correlation));
        }

        @Override
        public Page read(long from, int count) throws SourceFault {
            if (fault != null) {
                throw new SourceFault(fault);
            }
            List<MemoryEvent> page = new ArrayList<>();
            int passedOver = 0;
            long position = from;
            while (position < events.size() && page.size() < count) {
                MemoryEvent event = events.get((int) position++);
                boolean passes = !event.targetStream().equals(heldBack);
                passedOver = passes ? 0 : passedOver + 1;
                if (passes) {
                    page.add(event);
                }
            }
            return new Page(page, position, position >= events.size(), passedOver, position - 1);
        }

        @Override
        public long begin(StartFrom start) {
            return start.isEnd() ? events.size() : start.position();
        }

        @Override
        public PositionText positions() {
            return PositionText.REVISION;
        }
    }

    static final class MemoryStore implements GroupStore {
        final List<String> reasons = new ArrayList<>();
        private final List<GroupEvent> parked = new ArrayList<>();
        private OptionalLong checkpoint = OptionalLong.empty();
        private long forgottenBelow;

        @Override
        public OptionalLong loadCheckpoint() {
            return checkpoint;
        }

        @Override
        public void saveCheckpoint(long position) {
            checkpoint = OptionalLong.of(position);
        }

        @Override
        public void park(GroupEvent event, String reason) {
            parked.add(event);
            reasons.add(reason);
        }

        @Override
        public List<? extends GroupEvent> parked(long from, long to) {
            return parked.subList((int) from, (int) to);
        }

        @Override
        public long parkedStart() {
            return forgottenBelow;
        }

        @Override
        public long parkedEnd() {
            return parked.size();
        }

        long parkedCount() {
            return parkedEnd() - parkedStart();
        }

        @Override
        public void forgetParkedBelow(long revision) {
            forgottenBelow = revision;
        }

        @Override
        public void delete() {
            parked.clear();
            checkpoint = OptionalLong.empty();
        }
    }
}
