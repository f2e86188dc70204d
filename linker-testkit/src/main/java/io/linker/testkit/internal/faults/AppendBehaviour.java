package io.linker.testkit.internal.faults;

import io.linker.testkit.internal.streams.AppendAnswer;
import io.linker.testkit.internal.streams.AppendGate;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What a fault does with a write. */
@FunctionalInterface
public interface AppendBehaviour {
    /** Deals with a write instead of the log, to which it may pass it on. Called in the context of the write's call. */
    void append(AppendGate.Write write, AppendGate log, Consumer<AppendAnswer> answer);

    /** The fault is closed: what is held back must go. */
    default void end() {}

    /** Answers without writing. */
    static AppendBehaviour answer(AppendAnswer given) {
        return (write, log, answer) -> answer.accept(given);
    }

    /** Writes at once and answers later. Answers keep their order: the JDK's timer has one thread. */
    static AppendBehaviour commitAndAnswerAfter(Duration delay) {
        Executor later = CompletableFuture.delayedExecutor(delay.toNanos(), TimeUnit.NANOSECONDS, Runnable::run);
        return (write, log, answer) -> log.append(write, result -> later.execute(() -> answer.accept(result)));
    }

    /** Writes and withholds the true answer. */
    static AppendBehaviour commitThen(Consumer<Consumer<AppendAnswer>> then) {
        return (write, log, answer) -> log.append(write, result -> then.accept(answer));
    }
}
