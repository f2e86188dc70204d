package io.linker.testkit.wire;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What a call brings: messages, and its end. Every wait is limited to ten seconds. */
public final class Answers<Q, A> implements ClientResponseObserver<Q, A> {
    private static final long PATIENCE_SECONDS = 10;

    private final BlockingQueue<A> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<StatusRuntimeException> end = new CompletableFuture<>();
    private final boolean manual;
    private final CompletableFuture<ClientCallStreamObserver<Q>> call = new CompletableFuture<>();

    Answers(boolean manual) {
        this.manual = manual;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<Q> stream) {
        if (manual) {
            stream.disableAutoRequestWithInitial(0);
        }
        call.complete(stream);
    }

    /** Asks for messages of a call that asks for none by itself. */
    public void request(int count) {
        call.join().request(count);
    }

    /** Sends a further message of a call that takes several. */
    public void send(Q message) {
        call.join().onNext(message);
    }

    @Override
    public void onNext(A message) {
        messages.add(message);
    }

    @Override
    public void onError(Throwable failure) {
        end.complete(
                failure instanceof StatusRuntimeException known
                        ? known
                        : Status.fromThrowable(failure).asRuntimeException());
    }

    @Override
    public void onCompleted() {
        end.complete(Status.OK.asRuntimeException());
    }

    /** The next message. */
    public A next() throws InterruptedException {
        A message = messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("no further message; end: " + end);
        }
        return message;
    }

    /** The next so many messages. */
    public List<A> next(int count) throws InterruptedException {
        List<A> next = new ArrayList<>();
        while (next.size() < count) {
            next.add(next());
        }
        return next;
    }

    /** How the call ended. */
    public StatusRuntimeException end() throws InterruptedException {
        try {
            return end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("the call goes on; messages: " + messages, e);
        }
    }

    /** Whether nothing has come that was not taken, and the call goes on. Says nothing about the next moment. */
    public boolean isQuiet() {
        return messages.isEmpty() && !end.isDone();
    }

    /** Whether the call is over. */
    public boolean isOver() {
        return end.isDone();
    }
}
