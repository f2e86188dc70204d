package io.linker.testkit.internal.log;

import com.google.protobuf.ByteString;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The one writer: puts accepted events in place together with what the server writes on its own account. Not
 * thread-safe; the log's lock guards it.
 */
final class LogWriter {
    private final Streams streams;
    private final Records records;
    private final IdCache recent;
    private final LogOptions options;
    private final Set<String> touched = new LinkedHashSet<>();

    LogWriter(Streams streams, Records records, IdCache recent, LogOptions options) {
        this.streams = streams;
        this.records = records;
        this.recent = recent;
        this.options = options;
    }

    /** Writes events that were accepted; returns the position of the last one, or of the filler of an empty write. */
    long append(String stream, List<NewEvent> events) {
        StreamIndex index = streams.find(stream);
        boolean recreates = index != null && index.softDeleted();
        String revived = recreates ? stream : revivedByMetadata(stream);
        long visibleFrom = recreates && index != null ? index.head() + 1 : -1;
        long position = write(stream, events);
        if (revived != null) {
            StreamIndex original = streams.findOrCreate(revived);
            revive(revived, recreates ? visibleFrom : original.head() + 1);
        }
        return position;
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
        StreamIndex index = streams.find(metastream);
        LogRecord newest = index == null || index.head() < 0 ? null : records.get(index.ordinal(index.head()));
        if (newest != null) {
            StreamMetadataJson.withTruncateBefore(newest.data(), visibleFrom)
                    .ifPresent(document -> write(metastream, List.of(metadataEvent(document))));
        }
    }

    /** Hides the stream; all of its earlier metadata is lost. */
    long softDelete(String stream) {
        return write(SystemNames.metastreamOf(stream), List.of(metadataEvent(StreamMetadataJson.softDeleted())));
    }

    /** Ends the stream for ever. */
    long tombstone(String stream) {
        long position = records.nextPosition();
        LogRecord last = record(
                stream,
                LogRecord.TOMBSTONE_REVISION,
                new NewEvent(UUID.randomUUID(), SystemNames.DELETED_TYPE, false, ByteString.EMPTY, ByteString.EMPTY));
        int ordinal = records.size();
        records.add(last);
        records.commit();
        streams.findOrCreate(stream).tombstone(ordinal);
        touched.add(stream);
        project(ordinal);
        return position;
    }

    private static NewEvent metadataEvent(ByteString document) {
        return new NewEvent(UUID.randomUUID(), SystemNames.METADATA_TYPE, true, document, ByteString.EMPTY);
    }

    private long write(String stream, List<NewEvent> events) {
        long position = records.nextPosition();
        if (events.isEmpty()) {
            records.addFiller();
            records.commit();
            return position;
        }
        StreamIndex index = streams.findOrCreate(stream);
        int first = records.size();
        long revision = index.head();
        for (NewEvent event : events) {
            position = records.nextPosition();
            records.add(record(stream, ++revision, event));
            recent.remember(event.id(), stream, revision);
        }
        records.commit();
        index.addAll(first, events.size());
        if (SystemNames.isMetastream(stream)) {
            document(stream, events.get(events.size() - 1));
        }
        touched.add(stream);
        project(first);
        return position;
    }

    /** Links to what was written from that ordinal on; links to links' streams there are none. */
    private void project(int first) {
        if (!options.projections()) {
            return;
        }
        int end = records.size();
        for (int ordinal = first; ordinal < end; ordinal++) {
            LogRecord record = records.get(ordinal);
            if (record != null && !isProjected(record)) {
                StandardProjections.linksTo(record).forEach(this::write);
            }
        }
    }

    /** Output of the projections themselves, which nothing is made of. */
    private static boolean isProjected(LogRecord record) {
        return record.stream().startsWith("$ce-")
                || record.stream().startsWith("$et-")
                || record.stream().startsWith("$$$");
    }

    private void write(StandardProjections.Link link) {
        if (streams.find(link.stream()) == null) {
            write(SystemNames.metastreamOf(link.stream()), List.of(metadataEvent(StandardProjections.OUTPUT_METADATA)));
        }
        write(link.stream(), List.of(link.event()));
    }

    private void document(String metastream, NewEvent newest) {
        String original = SystemNames.originalOf(metastream);
        StreamMetadata limits = SystemNames.isMetastream(original)
                ? StreamMetadata.OF_METASTREAM
                : newest.json() ? StreamMetadataJson.parse(newest.data()) : StreamMetadata.EMPTY;
        streams.findOrCreate(original).document(limits);
    }

    private LogRecord record(String stream, long revision, NewEvent event) {
        return new LogRecord(
                records.nextPosition(),
                stream,
                revision,
                event.id(),
                event.type(),
                event.json(),
                Ticks.of(options.clock().instant()),
                event.data(),
                event.metadata());
    }

    /** The streams that were written since the last call. */
    List<String> takeTouched() {
        List<String> names = List.copyOf(touched);
        touched.clear();
        return names;
    }
}
