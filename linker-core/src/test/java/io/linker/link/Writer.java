package io.linker.link;

import io.grpc.StatusRuntimeException;
import io.linker.link.Database.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Writes to the streams of a test on a thread of its own until it is closed: appends, here and there a delete or a document.
 * What the origin does not take, or leaves in doubt, is not written again.
 */
final class Writer implements AutoCloseable {
    private static final int STREAMS = 12;
    private static final Duration PAUSE = Duration.ofMillis(2);

    private final Pair pair;
    private final Random random = new Random(7);
    private final AtomicLong proposed = new AtomicLong();
    private final AtomicLong written = new AtomicLong();
    private final CountDownLatch end = new CountDownLatch(1);
    private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();

    private Writer(Pair pair) {
        this.pair = pair;
    }

    static Writer start(Pair pair) {
        var writer = new Writer(pair);
        var thread = new Thread(writer::run, threadName(pair));
        thread.setDaemon(true);
        thread.start();
        return writer;
    }

    static String threadName(Pair pair) {
        return "writer-" + pair.token;
    }

    /** How many events the origin has taken so far. */
    long written() {
        return written.get();
    }

    private void run() {
        try {
            while (!end.await(PAUSE.toNanos(), TimeUnit.NANOSECONDS)) {
                attempt();
            }
            done.complete(null);
        } catch (InterruptedException | RuntimeException | Error why) {
            done.completeExceptionally(why);
        }
    }

    private void attempt() {
        try {
            step();
        } catch (CompletionException | StatusRuntimeException refused) {
            pair.origin.connectNow();
        }
    }

    private void step() {
        String stream = pair.stream("s" + random.nextInt(STREAMS));
        int what = random.nextInt(100);
        if (what == 0) {
            append(stream, List.of(next()));
            pair.origin.delete(stream);
        } else if (what == 1) {
            pair.origin.setMetadata(stream, "{\"owner\":\"number " + proposed + "\"}");
        } else {
            List<Event> events = new ArrayList<>();
            for (int i = random.nextInt(5); i >= 0; i--) {
                events.add(next());
            }
            append(stream, events);
        }
    }

    private void append(String stream, List<Event> events) {
        pair.origin.append(stream, events);
        written.addAndGet(events.size());
    }

    private Event next() {
        return Event.of(pair.token + "/" + proposed.getAndIncrement());
    }

    /** Stops writing, after what is under way; throws what the writer met. */
    @Override
    public void close() {
        end.countDown();
        done.orTimeout(25, TimeUnit.SECONDS).join();
    }
}
