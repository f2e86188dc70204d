package io.linker.testkit.internal.log;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A log with a clock to turn, and short words for what tests do with it. */
final class LogFixture implements AutoCloseable {
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    final EventLog log;

    LogFixture() {
        this(false);
    }

    LogFixture(boolean projections) {
        this(projections, Optional.empty());
    }

    private LogFixture(boolean projections, Optional<LogOptions.Storage> storage) {
        log = EventLog.open(new LogOptions(clock(), projections, storage));
    }

    static LogFixture in(Path directory) {
        return new LogFixture(false, Optional.of(new LogOptions.Storage(directory, false)));
    }

    private InstantSource clock() {
        return () -> now;
    }

    void later(Duration time) {
        now = now.plus(time);
    }

    /** The same name is always the same id. */
    static NewEvent event(String name) {
        UUID id = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
        return new NewEvent(id, "type", true, ByteString.copyFromUtf8(name), ByteString.EMPTY);
    }

    static List<NewEvent> events(String... names) {
        return Stream.of(names).map(LogFixture::event).toList();
    }

    AppendResult append(String stream, ExpectedRevision expected, String... names) {
        return log.append(stream, expected, events(names));
    }

    AppendResult metadata(String stream, String json) {
        NewEvent event = new NewEvent(
                UUID.randomUUID(), SystemNames.METADATA_TYPE, true, ByteString.copyFromUtf8(json), ByteString.EMPTY);
        return log.append(SystemNames.metastreamOf(stream), ExpectedRevision.ANY, List.of(event));
    }

    LogRecord event(String stream, long revision) {
        return Objects.requireNonNull(log.stream(stream).visible(revision));
    }

    /** What a reader sees, as "revision:data". */
    List<String> visible(String stream) {
        StreamView view = log.stream(stream);
        List<String> seen = new ArrayList<>();
        for (long revision = 0; revision <= view.head(); revision++) {
            LogRecord record = view.visible(revision);
            if (record != null) {
                seen.add(revision + ":" + record.data().toStringUtf8());
            }
        }
        return seen;
    }

    /** What {@code $all} holds, as "stream:data". */
    List<String> all() {
        return records()
                .map(record -> record.stream() + ":" + record.data().toStringUtf8())
                .toList();
    }

    Stream<LogRecord> records() {
        return IntStream.range(0, log.size()).mapToObj(log::record).filter(record -> record != null);
    }

    @Override
    public void close() {
        log.close();
    }
}
