package io.linker.examples;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ctrl-C or SIGTERM, as a request that a command hears and answers in its own time, with an exit code of its own. */
final class StopSignal {
    private static final int SECONDS_TO_END = 90;

    private final CountDownLatch requested = new CountDownLatch(1);
    private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();

    /** A signal that the process's termination raises. */
    static StopSignal ofProcess() {
        var signal = new StopSignal();
        Runtime.getRuntime().addShutdownHook(new Thread(signal::terminate, "stop-signal"));
        return signal;
    }

    void request() {
        requested.countDown();
    }

    /** Waits until the stop is requested, at most so long; tells whether it is. */
    boolean await(Duration bound) throws InterruptedException {
        return requested.await(bound.toNanos(), TimeUnit.NANOSECONDS);
    }

    void await() throws InterruptedException {
        requested.await();
    }

    /** The command is over; a termination under way ends with this exit code. */
    void over(int code) {
        exitCode.complete(code);
    }

    /** Without halt the exit code would be the signal's, whatever the command found. */
    private void terminate() {
        boolean ordinaryEnd = exitCode.isDone();
        request();
        if (!ordinaryEnd) {
            Runtime.getRuntime()
                    .halt(exitCode.completeOnTimeout(1, SECONDS_TO_END, TimeUnit.SECONDS)
                            .join());
        }
    }
}
