package io.linker.testkit.internal.log;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** All streams that were ever written, or have metadata. One writer, any number of readers. */
final class Streams {
    private final Map<String, StreamIndex> byName = new ConcurrentHashMap<>();

    @Nullable
    StreamIndex find(String name) {
        return byName.get(name);
    }

    private StreamIndex findOrCreate(String name) {
        StreamIndex index = byName.get(name);
        return index != null ? index : byName.computeIfAbsent(name, StreamIndex::new);
    }

    void forEach(BiConsumer<String, StreamIndex> action) {
        byName.forEach(action);
    }

    /** Takes over what was written, whole runs of one stream at once; the first record has that ordinal. */
    void add(List<LogRecord> written, int firstOrdinal) {
        int from = 0;
        while (from < written.size()) {
            LogRecord first = written.get(from);
            int to = from + 1;
            while (to < written.size() && written.get(to).stream().equals(first.stream())) {
                to++;
            }
            StreamIndex index = findOrCreate(first.stream());
            if (first.revision() == LogRecord.TOMBSTONE_REVISION) {
                index.tombstone(firstOrdinal + from);
            } else {
                index.addAll(first.revision(), firstOrdinal + from, to - from);
                document(written.get(to - 1));
            }
            from = to;
        }
    }

    /** Takes over a record of a log that is opened again; documents come last. */
    void recover(int ordinal, LogRecord record) {
        StreamIndex index = findOrCreate(record.stream());
        if (record.revision() == LogRecord.TOMBSTONE_REVISION) {
            index.tombstone(ordinal);
        } else {
            index.addAll(record.revision(), ordinal, 1);
        }
    }

    /** Reads the newest document of every stream. */
    void documentAll(Records records) {
        byName.forEach((name, index) -> {
            LogRecord newest = index.head() < 0 ? null : records.get(index.ordinal(index.head()));
            if (newest != null) {
                document(newest);
            }
        });
    }

    /** The newest event of a metastream counts, whatever its type. */
    private void document(LogRecord newest) {
        if (!SystemNames.isMetastream(newest.stream())) {
            return;
        }
        String original = SystemNames.originalOf(newest.stream());
        if (SystemNames.isMetastream(original)) {
            findOrCreate(original);
        } else {
            findOrCreate(original)
                    .document(newest.json() ? StreamMetadataJson.parse(newest.data()) : StreamMetadata.EMPTY);
        }
    }
}
