package io.linker.testkit.internal.log;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a log, as a follower has it: readers see what the source held at the last {@link #catchUp}, at the same
 * positions. It indexes for itself and shares the events.
 */
public final class Replica {
    private final EventLog source;
    private final Streams streams = new Streams();
    private final ReplicaRecords records;
    private final EventLog log;

    /** An empty copy. */
    public Replica(EventLog source) {
        this.source = source;
        this.records = new ReplicaRecords(source.records());
        this.log = source.over(streams, records);
    }

    /** The copy, for reading. */
    public EventLog log() {
        return log;
    }

    /** Takes over what the source holds by now, whole writes only, and wakes readers. */
    public synchronized void catchUp() {
        int from = records.size();
        int to = source.size();
        if (from == to) {
            return;
        }
        records.advanceTo(to);
        Set<String> changed = new LinkedHashSet<>();
        List<LogRecord> run = new ArrayList<>();
        for (int ordinal = from; ordinal < to; ordinal++) {
            @Nullable LogRecord record = source.record(ordinal);
            if (record == null) {
                index(run, ordinal);
            } else {
                run.add(record);
                changed.add(record.stream());
            }
        }
        index(run, to);
        log.wake(List.copyOf(changed));
    }

    /** Takes up neighbours that end before that ordinal. */
    private void index(List<LogRecord> run, int end) {
        if (!run.isEmpty()) {
            streams.add(run, end - run.size());
            run.clear();
        }
    }
}
