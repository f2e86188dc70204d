package io.linker.testkit.internal.streams;

import io.grpc.StatusRuntimeException;
import io.linker.testkit.internal.log.AppendResult;

/** What a writer is told about one write. */
public sealed interface AppendAnswer {

    /** What really became of it. */
    record Done(AppendResult result) implements AppendAnswer {}

    /** Not answered in time: ABORTED for an append, DEADLINE_EXCEEDED in a batch. Says nothing about the log. */
    record TimedOut(String text) implements AppendAnswer {}

    /** Refused because the node is not ready: UNAVAILABLE for an append, an answer without a code in a batch. */
    record NotReady(String text) implements AppendAnswer {}

    /** Refused for a reason inside the node: UNKNOWN, also as the error of a batch. Not written. */
    record Failed(String text) implements AppendAnswer {}

    /** The whole call ends so; in a batch append call the other writes stay unanswered. */
    record CallFailed(StatusRuntimeException failure) implements AppendAnswer {}
}
