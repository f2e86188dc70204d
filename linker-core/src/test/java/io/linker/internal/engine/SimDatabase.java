package io.linker.internal.engine;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.linker.event.Position;
import io.linker.event.RecordedEvent;
import io.linker.testkit.internal.log.AppendResult;
import io.linker.testkit.internal.log.EventLog;
import io.linker.testkit.internal.log.ExpectedRevision;
import io.linker.testkit.internal.log.LogRecord;
import io.linker.testkit.internal.log.NewEvent;
import io.linker.testkit.internal.log.StreamView;
import io.linker.write.ReadAnswer;
import io.linker.write.ReadRequest;
import io.linker.write.WriteAnswer;
import io.linker.write.WriteRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A database of the simulation: the embedded node's own log, so that the simulation is no kinder than the node. */
final class SimDatabase {
    final EventLog log;
    final UUID instance;
    final Weather weather = new Weather();
    private final List<Runnable> readers = new ArrayList<>();
    private Consumer<WriteRequest> onSuccess = written -> {};

    SimDatabase(World world) {
        this(world, 0);
    }

    /** One whose clock is ahead of the world's. */
    SimDatabase(World world, long aheadMillis) {
        this.log = EventLog.inMemory(() -> world.instant().plusMillis(aheadMillis));
        this.instance = new UUID(world.random.nextLong(), world.random.nextLong());
    }

    /** Calls {@code reader} after each change, in the order of registration: the log's own order is not the same twice. */
    void onChange(Runnable reader) {
        readers.add(reader);
    }

    void forget(Runnable reader) {
        readers.remove(reader);
    }

    /** Tells readers that something was written. */
    void changed() {
        List.copyOf(readers).forEach(Runnable::run);
    }

    /** Calls {@code witness} for each write of a link that was done, or found done. */
    void onSuccess(Consumer<WriteRequest> witness) {
        onSuccess = witness;
    }

    WriteAnswer write(WriteRequest request) {
        WriteAnswer answer = decide(request);
        if (answer instanceof WriteAnswer.Success) {
            onSuccess.accept(request);
        }
        return answer;
    }

    private WriteAnswer decide(WriteRequest request) {
        if (request instanceof WriteRequest.Append append && append.size() > weather.maxAppendBytes) {
            return new WriteAnswer.TooLarge(weather.maxAppendBytes);
        }
        var expected = ExpectedRevision.exactly(request.expected());
        AppendResult result;
        if (request instanceof WriteRequest.Append append) {
            List<NewEvent> events =
                    append.events().stream().map(SimDatabase::proposed).toList();
            result = log.append(append.stream(), expected, events);
        } else {
            result = log.tombstone(request.stream(), expected);
        }
        if (result instanceof AppendResult.Success success) {
            return new WriteAnswer.Success(
                    request instanceof WriteRequest.Append ? success.revision() : request.expected());
        }
        return result instanceof AppendResult.WrongExpectedRevision wrong
                ? new WriteAnswer.WrongExpectedRevision(wrong.current())
                : new WriteAnswer.StreamDeleted();
    }

    private static NewEvent proposed(io.linker.event.NewEvent event) {
        return new NewEvent(
                event.id(),
                event.type(),
                event.json(),
                UnsafeByteOperations.unsafeWrap(event.data()),
                UnsafeByteOperations.unsafeWrap(event.metadata()));
    }

    /** Appends without any expectation, as an application does. */
    void append(String stream, UUID id, String type, String data, String metadata) {
        log.append(
                stream,
                ExpectedRevision.ANY,
                List.of(new NewEvent(
                        id, type, true, ByteString.copyFromUtf8(data), ByteString.copyFromUtf8(metadata))));
    }

    ReadAnswer read(ReadRequest request) {
        StreamView view = log.stream(request.stream());
        if (request.before() != null && view.state() != StreamView.State.TOMBSTONED) {
            return new ReadAnswer.Page(written(request.stream(), request.before(), request.count()), -1);
        }
        return switch (view.state()) {
            case TOMBSTONED -> new ReadAnswer.StreamDeleted();
            case NOT_FOUND -> new ReadAnswer.NotFound();
            case FOUND -> new ReadAnswer.Page(page(view, request.from(), true, request.count()), view.head());
        };
    }

    List<RecordedEvent> page(StreamView view, long from, boolean backwards, int count) {
        var events = new ArrayList<RecordedEvent>();
        long revision = backwards ? Math.min(from, view.head()) : Math.max(from, view.firstVisible());
        while (events.size() < count && revision >= 0 && revision <= view.head()) {
            LogRecord record = view.visible(revision);
            if (record != null) {
                events.add(recorded(record));
            }
            revision += backwards ? -1 : 1;
        }
        return events;
    }

    /** The newest events of a stream before a place of the log, newest first, hidden ones included. */
    List<RecordedEvent> written(String stream, Position before, int count) {
        var events = new ArrayList<RecordedEvent>();
        int ordinal = before.equals(Position.END) ? log.size() : log.ordinalAt(before.commit());
        while (--ordinal >= 0 && events.size() < count) {
            LogRecord record = log.record(ordinal);
            if (record != null && record.stream().equals(stream)) {
                events.add(recorded(record));
            }
        }
        return events;
    }

    /** Every event that was ever written and not scavenged, in order. */
    List<RecordedEvent> all() {
        var events = new ArrayList<RecordedEvent>();
        for (int ordinal = 0; ordinal < log.size(); ordinal++) {
            LogRecord record = log.record(ordinal);
            if (record != null) {
                events.add(recorded(record));
            }
        }
        return events;
    }

    /** The newest event that {@code filter} lets through; null for no filter, and for no event. */
    @Nullable
    RecordedEvent newest(@Nullable Predicate<RecordedEvent> filter) {
        for (int ordinal = log.size() - 1; ordinal >= 0; ordinal--) {
            LogRecord record = log.record(ordinal);
            if (record != null && (filter == null || filter.test(recorded(record)))) {
                return recorded(record);
            }
        }
        return null;
    }

    static RecordedEvent recorded(LogRecord record) {
        return new RecordedEvent(
                record.stream(),
                record.revision(),
                record.id(),
                record.type(),
                record.json(),
                record.data().toByteArray(),
                record.metadata().toByteArray(),
                Instant.ofEpochSecond(0, 100 * record.createdTicks()),
                new Position(record.position(), record.position()));
    }
}
