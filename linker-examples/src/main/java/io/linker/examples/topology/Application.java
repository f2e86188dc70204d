package io.linker.examples.topology;

import com.eventstore.dbclient.EventStoreDBClient;
import com.eventstore.dbclient.WriteResult;
import io.linker.examples.shop.Pace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** Books on accounts in one database, on a thread of its own; knows nothing of links, or of other applications. */
final class Application {
    private static final long ANSWER_SECONDS = 20;

    private final String database;
    private final EventStoreDBClient client;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final AtomicLong next;
    private final CompletableFuture<Void> done = new CompletableFuture<>();

    /** @param first the number of the first booking */
    Application(String database, EventStoreDBClient client, long first) {
        this.database = database;
        this.client = client;
        this.next = new AtomicLong(first);
    }

    void start(long bookings, Pace pace) {
        var thread = new Thread(() -> run(next.get() + bookings, pace), "application-" + database);
        thread.setDaemon(true);
        thread.start();
    }

    String database() {
        return database;
    }

    /** The number that the next booking will have. */
    long next() {
        return next.get();
    }

    /** Waits until it has written everything, at most so long; tells whether it has. */
    boolean await(Duration bound) throws InterruptedException {
        try {
            done.get(bound.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException notYet) {
            return false;
        } catch (ExecutionException failed) {
            throw new StageException(
                    "the application in " + database + " cannot write: " + failed.getCause(), failed.getCause());
        }
    }

    /** Books nothing more; what was sent is still confirmed. */
    void stop() {
        stopped.countDown();
    }

    private void run(long end, Pace pace) {
        try {
            long first = next.get();
            long start = System.nanoTime();
            while (next.get() < end
                    && !pauseUntil(start + pace.due(next.get() - first).toNanos())) {
                bookOnce(Math.min(end, next.get() + Booking.ACCOUNTS));
            }
            done.complete(null);
        } catch (ExecutionException failed) {
            done.completeExceptionally(failed.getCause());
        } catch (InterruptedException | TimeoutException | RuntimeException failed) {
            done.completeExceptionally(failed);
        }
    }

    /** Whether the application was stopped. */
    private boolean pauseUntil(long nanos) throws InterruptedException {
        return stopped.await(Math.max(0, nanos - System.nanoTime()), TimeUnit.NANOSECONDS);
    }

    /** One booking on each account at a time: two requests for one stream could overtake each other. */
    private void bookOnce(long end) throws InterruptedException, ExecutionException, TimeoutException {
        List<CompletableFuture<WriteResult>> answers = new ArrayList<>();
        for (long number = next.get(); number < end; number++) {
            var booking = new Booking(database, number);
            answers.add(client.appendToStream(booking.stream(), booking.toEvent()));
        }
        for (CompletableFuture<WriteResult> answer : answers) {
            answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        }
        next.set(end);
    }
}
