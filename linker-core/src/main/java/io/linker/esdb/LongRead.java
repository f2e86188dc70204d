package io.linker.esdb;

import com.eventstore.dbclient.proto.streams.StreamsOuterClass.ReadReq;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.linker.error.Failure;
import io.linker.error.Failure.Kind;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A read of any length that the calling thread works through, holding about 1 MiB at a time. The queue needs no bound of its own:
 * nothing comes that was not asked for.
 */
final class LongRead extends ClientCall.Listener<ReadMessage> {
    /** A filtered read may be silent for long; a connection that died is noticed by its keep-alive. */
    private static final Duration SILENCE = Duration.ofMinutes(2);

    private final Node node;
    private final ClientCall<ReadReq, ReadMessage> call;
    private final BlockingQueue<Object> arrived = new LinkedBlockingQueue<>();
    private final AskAhead ahead = new AskAhead();

    /** The last thing in the queue. */
    private record End(Status status, Metadata trailers) {}

    LongRead(Node node) {
        this.node = node;
        this.call = ReadCall.on(node.calls(), CallOptions.DEFAULT);
    }

    /**
     * Reads until there is no more, or {@code each} says that it wants no more by returning false.
     *
     * @throws FailedException if the read fails, or the thread is interrupted
     */
    void run(ReadReq request, Predicate<ReadMessage.Event> each) throws FailedException {
        call.start(this, new Metadata());
        call.request(ahead.more(Integer.MAX_VALUE));
        call.sendMessage(request);
        call.halfClose();
        boolean wanted = true;
        while (wanted) {
            Object next = next();
            if (next instanceof End end) {
                ending(end);
                return;
            }
            wanted = accept((ReadMessage) next, each);
        }
        call.cancel("Read as far as it was meant to be", null);
    }

    private boolean accept(ReadMessage message, Predicate<ReadMessage.Event> each) {
        if (message instanceof ReadMessage.Event event) {
            ahead.arrived(event.resolved().bytes());
        } else {
            ahead.arrived();
        }
        int more = ahead.more(Integer.MAX_VALUE);
        if (more > 0) {
            call.request(more);
        }
        return !(message instanceof ReadMessage.Event event) || each.test(event);
    }

    private Object next() throws FailedException {
        try {
            Object next = arrived.poll(SILENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (next != null) {
                return next;
            }
            call.cancel("Silent for too long", null);
            throw new FailedException(
                    new Failure(Kind.TIMEOUT, node.who() + " sent nothing for " + SILENCE.toSeconds() + " s"));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            call.cancel("Interrupted", e);
            throw new FailedException(new Failure(Kind.ENDED, "Reading from " + node.who() + " was interrupted", e));
        }
    }

    private void ending(End end) throws FailedException {
        if (!end.status().isOk()) {
            throw new FailedException(Failures.of(end.status(), end.trailers(), node.who()));
        }
    }

    @Override
    public void onMessage(ReadMessage message) {
        arrived.add(message);
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
        arrived.add(new End(status, trailers));
    }
}
