package io.linker.internal.conflicts;

import io.linker.error.DatabaseException;
import io.linker.error.Failure;
import io.linker.event.ServerInfo;
import io.linker.write.Destination;
import io.linker.write.DestinationListener;
import io.linker.write.ReadAnswer;
import io.linker.write.ReadRequest;
import io.linker.write.WriteAnswer;
import io.linker.write.WriteRequest;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One database, asked one thing at a time by a thread that waits. What is not answered, or not decided, is asked again
 * unchanged: writes carry exact revisions.
 */
final class Station implements DestinationListener, AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long AGAIN_MILLIS = 200;
    private static final long CONNECTED = -1;

    private final Destination end;
    private final Map<Long, CompletableFuture<Object>> asked = new ConcurrentHashMap<>();
    private volatile long session;
    private long requests;
    private volatile boolean connected;

    Station(Destination end) {
        this.end = end;
    }

    ReadAnswer read(ReadRequest request) {
        var answer = (ReadAnswer) ask(id -> end.read(id, request));
        if (answer instanceof ReadAnswer.Denied denied) {
            throw new DatabaseException(new Failure(Failure.Kind.ACCESS_DENIED, denied.message()));
        }
        return answer;
    }

    WriteAnswer append(WriteRequest.Append request) {
        return (WriteAnswer) ask(id -> end.write(id, request));
    }

    private Object ask(LongConsumer question) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            boolean ready = connected;
            Object answer = ready ? put(requests++, question, deadline) : connect(deadline);
            Failure why = failure(answer);
            if (why == null && ready) {
                return answer;
            }
            boolean late = deadline - System.nanoTime() < TimeUnit.MILLISECONDS.toNanos(AGAIN_MILLIS);
            if (why != null && (late || !why.kind().canHeal())) {
                throw new DatabaseException(why);
            }
            if (why != null) {
                pause();
            }
        }
    }

    private Object connect(long deadline) {
        long next = session + 1;
        session = next;
        return put(CONNECTED, id -> end.connect(next, this), deadline);
    }

    private Object put(long id, LongConsumer question, long deadline) {
        var answer = new CompletableFuture<Object>();
        asked.put(id, answer);
        try {
            question.accept(id);
            return answer.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            connected = false;
            return new Failure(Failure.Kind.TIMEOUT, end + " did not answer within " + PATIENCE.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseException(new Failure(Failure.Kind.ENDED, "Interrupted while waiting for " + end, e));
        } finally {
            asked.remove(id);
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(AGAIN_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseException(new Failure(Failure.Kind.ENDED, "Interrupted", e));
        }
    }

    private static @Nullable Failure failure(Object answer) {
        if (answer instanceof Failure failure) {
            return failure;
        }
        if (answer instanceof ReadAnswer.Failed failed) {
            return failed.failure();
        }
        if (answer instanceof WriteAnswer.NotNow notNow) {
            return notNow.why();
        }
        return answer instanceof WriteAnswer.Undecided undecided ? undecided.why() : null;
    }

    private void answered(long of, long id, Object answer) {
        CompletableFuture<Object> waiting = of == session ? asked.get(id) : null;
        if (waiting != null) {
            waiting.complete(answer);
        }
    }

    @Override
    public void connected(long of, ServerInfo server) {
        connected = of == session;
        answered(of, CONNECTED, CONNECTED);
    }

    @Override
    public void writable(long of) {
        // one request at a time always fits
    }

    @Override
    public void written(long of, long id, WriteAnswer answer) {
        answered(of, id, answer);
    }

    @Override
    public void read(long of, long id, ReadAnswer answer) {
        answered(of, id, answer);
    }

    @Override
    public void ended(long of, Failure why) {
        if (of == session) {
            connected = false;
            asked.values().forEach(waiting -> waiting.complete(why));
        }
    }

    @Override
    public void close() {
        end.close();
    }
}
