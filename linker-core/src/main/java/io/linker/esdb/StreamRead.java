package io.linker.esdb;

import com.eventstore.dbclient.proto.streams.StreamsOuterClass.ReadReq;
import io.grpc.Metadata;
import io.grpc.Status;
import io.linker.error.Failure.Kind;
import io.linker.esdb.FiniteRead.Result;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Finite reads whose failures are looked into before they are believed. */
final class StreamRead {
    /** What every server can answer, and anybody may ask. */
    private static final ReadReq CONTROL = ReadRequests.page("linker-control", Long.MAX_VALUE, true, 1);

    private StreamRead() {}

    /** Reads from a stream; one that is tombstoned is told as such, whatever its name. */
    static void start(Node node, String stream, ReadReq request, Duration deadline, Consumer<Result> then) {
        FiniteRead.start(node.calls(), request, deadline, result -> {
            if (!(result instanceof Result.Failed failed)) {
                then.accept(result);
                return;
            }
            ifDeleted(
                    node,
                    stream,
                    failed.status(),
                    failed.trailers(),
                    deadline,
                    deleted -> then.accept(deleted ? new Result.Deleted() : failed));
        });
    }

    /** Whether the failure of a call about a stream means that it is tombstoned. */
    static void ifDeleted(
            Node node, String stream, Status status, Metadata trailers, Duration deadline, Consumer<Boolean> then) {
        if (Failures.isUnspeakableName(status, stream)) {
            var again = ReadRequests.page(stream, Long.MAX_VALUE, true, 1);
            failsAlone(node, again, other -> Failures.isUnspeakableName(other, stream), deadline, then);
        } else {
            then.accept(Failures.of(status, trailers, node.who()).kind() == Kind.STREAM_DELETED);
        }
    }

    /**
     * Whether a question fails by itself, and not because the server fails at everything: between the failure that made one ask and
     * a second like it, an innocent question is answered.
     */
    static void failsAlone(
            Node node, ReadReq suspect, Predicate<Status> likeBefore, Duration deadline, Consumer<Boolean> then) {
        FiniteRead.start(node.calls(), CONTROL, deadline, control -> {
            if (control instanceof Result.Failed failed && failed.status().getCode() != Status.Code.PERMISSION_DENIED) {
                then.accept(false);
                return;
            }
            FiniteRead.start(
                    node.calls(),
                    suspect,
                    deadline,
                    again -> then.accept(again instanceof Result.Failed failed && likeBefore.test(failed.status())));
        });
    }
}
