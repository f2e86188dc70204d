package io.linker.esdb;

import io.linker.error.Failure;
import io.linker.error.Failure.Kind;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** One piece of work over a connection that lasts as long as the work, on the calling thread. */
record Errand(EsdbConnection connection, String name, boolean writes) {
    private static final int WINDOW = 1024 * 1024;

    /** What is to be done. */
    interface Work<T> {
        T with(Node node) throws FailedException;
    }

    <T> T run(Work<T> work) throws FailedException {
        var threads = new EndThreads(name, 1);
        try (var channels = new Channels(connection, threads, WINDOW)) {
            return work.with(new Connector(connection, channels, threads, writes).connect(Optional.empty()));
        } finally {
            threads.close(Duration.ofSeconds(2));
        }
    }

    Duration deadline() {
        return connection.timing().deadline();
    }

    /** The answer to a question that has a deadline of its own. */
    <T> T await(Consumer<Consumer<T>> question) throws FailedException {
        var answer = new CompletableFuture<T>();
        question.accept(answer::complete);
        try {
            return answer.get(
                    deadline().toMillis() * 2, TimeUnit.MILLISECONDS); // a lost answer must not hang the caller
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailedException(new Failure(Kind.ENDED, "Asking " + connection + " was interrupted", e));
        } catch (ExecutionException | TimeoutException e) {
            throw new FailedException(new Failure(Kind.TIMEOUT, connection + " did not answer", e));
        }
    }
}
