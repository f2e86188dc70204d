package io.linker.testkit.internal.log;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The one writer: puts accepted events in place together with what the server writes on its own account, all of it as
 * one piece. Not thread-safe; the log's lock guards it.
 */
final class LogWriter {
    private final Streams streams;
    private final Records records;
    private final IdCache recent;
    private final LogOptions options;
    /** What belongs to the write under way; readers see none of it yet. */
    private final List<LogRecord> staged = new ArrayList<>();

    private final Map<String, Long> stagedHeads = new HashMap<>();
    private final SharedNames types = new SharedNames();

    LogWriter(Streams streams, Records records, IdCache recent, LogOptions options) {
        this.streams = streams;
        this.records = records;
        this.recent = recent;
        this.options = options;
    }

    /** Where the last of the client's events is, or the filler of an empty write; and the streams that changed. */
    record Written(long position, List<String> streams) {}

    /** Writes events that were accepted. */
    Written append(String requested, List<NewEvent> events) {
        StreamIndex index = streams.find(requested);
        // Requests bring a copy of the name each; the log keeps one for all events of a stream.
        String stream = index == null ? requested : index.name();
        long first = index == null ? 0 : index.head() + 1;
        boolean recreates = index != null && index.softDeleted();
        String revived = recreates ? stream : revivedByMetadata(stream);
        Written written = write(() -> {
            long position = stage(stream, events);
            if (revived != null) {
                revive(revived, recreates ? first : head(revived) + 1);
            }
            return position;
        });
        for (int i = 0; i < events.size(); i++) {
            recent.remember(events.get(i).id(), stream, first + i);
        }
        return written;
    }

    /** Hides the stream; all of its earlier metadata is lost. */
    Written softDelete(String stream) {
        ByteString document = StreamMetadataJson.softDeleted();
        return write(() -> stage(SystemNames.metastreamOf(stream), List.of(metadataEvent(document))));
    }

    /** Ends the stream for ever. */
    Written tombstone(String stream) {
        return write(() -> {
            NewEvent last = new NewEvent(
                    UUID.randomUUID(), SystemNames.DELETED_TYPE, false, ByteString.EMPTY, ByteString.EMPTY);
            stagedHeads.put(stream, LogRecord.TOMBSTONE_REVISION);
            return stage(stream, LogRecord.TOMBSTONE_REVISION, last);
        });
    }

    private interface Staging {
        long run();
    }

    private Written write(Staging staging) {
        boolean done = false;
        try {
            long position = staging.run();
            project();
            int first = records.size();
            records.commit();
            done = true;
            streams.add(staged, first);
            return new Written(position, List.copyOf(stagedHeads.keySet()));
        } finally {
            if (!done) {
                records.rollback();
            }
            staged.clear();
            stagedHeads.clear();
        }
    }

    private long stage(String stream, List<NewEvent> events) {
        long position = records.nextPosition();
        if (events.isEmpty()) {
            records.addFiller();
            return position;
        }
        long revision = head(stream);
        stagedHeads.put(stream, revision + events.size());
        for (NewEvent event : events) {
            position = stage(stream, ++revision, event);
        }
        return position;
    }

    private long stage(String stream, long revision, NewEvent event) {
        LogRecord record = new LogRecord(
                records.nextPosition(),
                stream,
                revision,
                event.id(),
                types.shared(event.type()),
                event.json(),
                Ticks.of(options.clock().instant()),
                event.data(),
                event.metadata());
        records.add(record);
        staged.add(record);
        return record.position();
    }

    /** Links come after the whole write, for nothing may come between its events. */
    private void project() {
        int written = options.projections() ? staged.size() : 0;
        for (int i = 0; i < written; i++) {
            LogRecord cause = staged.get(i);
            if (!StandardProjections.isOutput(cause.stream())) {
                StandardProjections.linksTo(cause).forEach(this::stage);
            }
        }
    }

    private void stage(StandardProjections.Link link) {
        if (head(link.stream()) < 0) {
            ByteString rights = StandardProjections.OUTPUT_METADATA;
            stage(SystemNames.metastreamOf(link.stream()), List.of(metadataEvent(rights)));
        }
        stage(link.stream(), List.of(link.event()));
    }

    private long head(String stream) {
        Long ahead = stagedHeads.get(stream);
        if (ahead != null) {
            return ahead;
        }
        StreamIndex index = streams.find(stream);
        return index == null ? -1 : index.head();
    }

    /** Whatever is written to the metastream of a soft-deleted stream revives it. */
    private @Nullable String revivedByMetadata(String stream) {
        if (!SystemNames.isMetastream(stream)) {
            return null;
        }
        String original = SystemNames.originalOf(stream);
        StreamIndex index = streams.find(original);
        return index != null && index.softDeleted() ? original : null;
    }

    private void revive(String stream, long visibleFrom) {
        String metastream = SystemNames.metastreamOf(stream);
        LogRecord newest = newest(metastream);
        if (newest != null) {
            StreamMetadataJson.withTruncateBefore(newest.data(), visibleFrom)
                    .ifPresent(document -> stage(metastream, List.of(metadataEvent(document))));
        }
    }

    private @Nullable LogRecord newest(String stream) {
        for (int i = staged.size() - 1; i >= 0; i--) {
            if (staged.get(i).stream().equals(stream)) {
                return staged.get(i);
            }
        }
        StreamIndex index = streams.find(stream);
        return index == null || index.head() < 0 ? null : records.get(index.ordinal(index.head()));
    }

    private static NewEvent metadataEvent(ByteString document) {
        return new NewEvent(UUID.randomUUID(), SystemNames.METADATA_TYPE, true, document, ByteString.EMPTY);
    }
}
