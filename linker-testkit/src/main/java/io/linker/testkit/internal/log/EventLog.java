package io.linker.testkit.internal.log;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The event log of one node. Writes take turns under one lock and are visible, all or nothing, when the call returns;
 * reads take no lock and see a stream or {@code $all} as of the moment. Any number of threads.
 *
 * <p>{@code $all} is read by ordinal: 0, 1, 2, ... in the order of positions. An ordinal without an event (an empty
 * append, a scavenged event) reads as null. A reader keeps nothing but its ordinal.
 */
public final class EventLog implements AutoCloseable {
    private final Object lock = new Object();
    private final Streams streams;
    private final Signals signals = new Signals();
    private final IdCache recent = new IdCache();
    private final Records records;
    private final AppendRules rules;
    private final LogWriter writer;
    private final LogOptions options;

    private EventLog(Streams streams, Records records, LogOptions options) {
        this.streams = streams;
        this.records = records;
        this.options = options;
        this.rules = new AppendRules(recent, records);
        this.writer = new LogWriter(streams, records, recent, options);
    }

    /** An empty log without projections that lives as long as this object. */
    public static EventLog inMemory(InstantSource clock) {
        return open(new LogOptions(clock, false, Optional.empty()));
    }

    /**
     * Opens a log. One in a directory recovers what was written before; recent ids are forgotten, as on a server.
     *
     * @throws java.io.UncheckedIOException if the directory cannot be used
     * @throws IllegalStateException if another log has it open, or it holds something else
     */
    public static EventLog open(LogOptions options) {
        Streams streams = new Streams();
        Records records = options.storage()
                .<Records>map(storage -> FileRecords.open(storage.directory(), storage.sync(), streams::recover))
                .orElseGet(MemoryRecords::new);
        streams.documentAll(records);
        return new EventLog(streams, records, options);
    }

    /** Writes all of the events, or none of them. Sizes are the caller's to check. */
    public AppendResult append(String stream, ExpectedRevision expected, List<NewEvent> events) {
        return write(() -> {
            StreamIndex index = streams.find(stream);
            AppendRules.Decision decision = rules.decide(stream, index, expected, events);
            return switch (decision.verdict()) {
                case ACCEPT -> {
                    LogWriter.Written written = writer.append(stream, events);
                    yield done(written, new AppendResult.Success(head(stream), written.position(), false));
                }
                case REPLAY -> unchanged(replayed(stream, decision.revision()));
                case WRONG_REVISION ->
                    unchanged(new AppendResult.WrongExpectedRevision(stream, expected, head(stream)));
                case DELETED -> unchanged(new AppendResult.StreamDeleted(stream));
            };
        });
    }

    /** Hides the stream's events; the next write recreates it. */
    public AppendResult delete(String stream, ExpectedRevision expected) {
        return end(stream, expected, false);
    }

    /** Ends the stream for ever; its name cannot be used again. */
    public AppendResult tombstone(String stream, ExpectedRevision expected) {
        return end(stream, expected, true);
    }

    private AppendResult end(String stream, ExpectedRevision expected, boolean forEver) {
        return write(() -> {
            AppendRules.Decision decision = rules.decideDelete(streams.find(stream), expected, forEver);
            return switch (decision.verdict()) {
                case ACCEPT, REPLAY -> {
                    LogWriter.Written written = forEver ? writer.tombstone(stream) : writer.softDelete(stream);
                    yield done(written, new AppendResult.Success(head(stream), written.position(), false));
                }
                case WRONG_REVISION ->
                    unchanged(new AppendResult.WrongExpectedRevision(stream, expected, head(stream)));
                case DELETED -> unchanged(new AppendResult.StreamDeleted(stream));
            };
        });
    }

    /** What a write answers, and whom it wakes. */
    private record Outcome(AppendResult result, List<String> changed) {}

    private static Outcome done(LogWriter.Written written, AppendResult result) {
        return new Outcome(result, written.streams());
    }

    private static Outcome unchanged(AppendResult result) {
        return new Outcome(result, List.of());
    }

    private AppendResult write(Supplier<Outcome> change) {
        Outcome outcome;
        synchronized (lock) {
            outcome = change.get();
        }
        signals.appendedTo(outcome.changed());
        return outcome.result();
    }

    private AppendResult replayed(String stream, long revision) {
        LogRecord record = stream(stream).visible(revision);
        long position = record == null ? AppendResult.NO_POSITION : record.position();
        return new AppendResult.Success(revision, position, true);
    }

    private long head(String stream) {
        StreamIndex index = streams.find(stream);
        return index == null ? -1 : index.head();
    }

    /** The stream as a reader sees it, now and later; it need not exist yet. */
    public StreamView stream(String name) {
        return new StreamView(name, streams, records, this::now);
    }

    /** Number of ordinals in use; the next event gets this one. */
    public int size() {
        return records.size();
    }

    /** The event with an ordinal below {@link #size()}; null if there is none any more or never was. */
    public @Nullable LogRecord record(int ordinal) {
        return records.get(ordinal);
    }

    /** The position of an ordinal below {@link #size()}; it stays when the event is scavenged. */
    public long position(int ordinal) {
        return records.position(ordinal);
    }

    /** The first ordinal whose position is at or after the given one; {@link #size()} if there is none yet. */
    public int ordinalAt(long position) {
        int low = 0;
        int high = records.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (records.position(middle) < position) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private long now() {
        return Ticks.of(options.clock().instant());
    }

    /** Calls after every write, from the writing thread: must be quick, and must not throw. */
    public Registration onAppend(Runnable wake) {
        return signals.register(wake);
    }

    /** Calls after every write to that stream, from the writing thread: must be quick, and must not throw. */
    public Registration onAppend(String stream, Runnable wake) {
        return signals.register(stream, wake);
    }

    /** Forgets which ids were written lately, as a restart or a change of leader does: repeats that expect any revision are written again. */
    public void forgetIds() {
        synchronized (lock) {
            recent.clear();
        }
    }

    /** Erases what no stream reader can see any more. Positions and heads stay; repeats of erased events are no longer recognised. */
    public void scavenge() {
        synchronized (lock) {
            new Scavenger(streams, records, now()).run();
        }
    }

    Records records() {
        return records;
    }

    /** A log like this one over other records. */
    EventLog over(Streams otherStreams, Records otherRecords) {
        return new EventLog(otherStreams, otherRecords, options);
    }

    /** These streams have changed without a write to this log. */
    void wake(List<String> changed) {
        signals.appendedTo(changed);
    }

    @Override
    public void close() {
        records.close();
    }
}
