package io.linker.internal.engine;

import io.linker.event.RecordedEvent;
import io.linker.write.ReadAnswer;
import io.linker.write.ReadRequest;
import io.linker.write.WriteRequest;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;

/**
 * Reads a destination stream from its newest event back, page by page. What cannot be seen (hidden, deleted, never written)
 * ends it like the beginning of the stream.
 *
 * @param count most events of a page
 * @param key what to know of an event
 * @param found takes the keys, the newest event's first; once it holds {@code most}, no further page is read
 */
record ReadBack<K>(
        DestinationEnd destination,
        String stream,
        int count,
        Function<RecordedEvent, K> key,
        Collection<K> found,
        int most) {
    /** A map for what is to be remembered; beyond {@code most} it forgets what it took first. */
    static <K, V> Map<K, V> bounded(int most) {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > most;
            }
        };
    }

    /** {@code then} hears where the stream ended when the first page was read; {@code denied} runs instead of it. */
    void read(Consumer<ReadAnswer.Denied> denied, LongConsumer then) {
        destination.readNewest(stream, count, newest -> {
            long head = newest instanceof ReadAnswer.Page page ? page.head() : WriteRequest.NO_STREAM;
            take(newest, denied, () -> then.accept(head));
        });
    }

    private void take(ReadAnswer answer, Consumer<ReadAnswer.Denied> denied, Runnable then) {
        if (answer instanceof ReadAnswer.Denied refusal) {
            denied.accept(refusal);
            return;
        }
        List<RecordedEvent> events = answer instanceof ReadAnswer.Page page ? page.events() : List.of();
        events.forEach(event -> found.add(key.apply(event)));
        long lowest = events.isEmpty() ? 0 : events.get(events.size() - 1).revision();
        if (lowest > 0 && found.size() < most) {
            destination.read(new ReadRequest(stream, lowest - 1, count), next -> take(next, denied, then));
        } else {
            then.run();
        }
    }
}
