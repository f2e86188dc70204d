package io.linker.esdb;

import com.eventstore.dbclient.proto.shared.Shared;
import com.eventstore.dbclient.proto.streams.StreamsGrpc;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.DeleteReq;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.TombstoneReq;
import io.grpc.CallOptions;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.linker.error.Failure;
import io.linker.write.WriteAnswer;
import io.linker.write.WriteRequest;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Soft deletes and tombstones: calls of their own, with exact expected revisions, refused by status and trailers. */
final class Deletes {
    private static final Shared.Empty EMPTY = Shared.Empty.getDefaultInstance();

    private final Node node;
    private final Duration deadline;

    Deletes(Node node, Duration deadline) {
        this.node = node;
        this.deadline = deadline;
    }

    /** Deletes or tombstones; a refusal comes with what led to it. */
    void start(WriteRequest request, BiConsumer<WriteAnswer, @Nullable StatusRuntimeException> then) {
        if (request instanceof WriteRequest.Tombstone) {
            call(StreamsGrpc.getTombstoneMethod(), tombstone(request), request, then);
        } else {
            call(StreamsGrpc.getDeleteMethod(), delete(request), request, then);
        }
    }

    private static DeleteReq delete(WriteRequest request) {
        var options = DeleteReq.Options.newBuilder().setStreamIdentifier(Messages.stream(request.stream()));
        return DeleteReq.newBuilder()
                .setOptions(
                        request.expected() == WriteRequest.NO_STREAM
                                ? options.setNoStream(EMPTY)
                                : options.setRevision(request.expected()))
                .build();
    }

    private static TombstoneReq tombstone(WriteRequest request) {
        var options = TombstoneReq.Options.newBuilder().setStreamIdentifier(Messages.stream(request.stream()));
        return TombstoneReq.newBuilder()
                .setOptions(
                        request.expected() == WriteRequest.NO_STREAM
                                ? options.setNoStream(EMPTY)
                                : options.setRevision(request.expected()))
                .build();
    }

    private <Q, A> void call(
            MethodDescriptor<Q, A> method,
            Q request,
            WriteRequest write,
            BiConsumer<WriteAnswer, @Nullable StatusRuntimeException> then) {
        var options = CallOptions.DEFAULT.withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS);
        ClientCalls.asyncUnaryCall(node.calls().newCall(method, options), request, new StreamObserver<A>() {
            @Override
            public void onNext(A answer) {
                then.accept(new WriteAnswer.Success(write.expected()), null);
            }

            @Override
            public void onError(Throwable thrown) {
                var status = thrown instanceof StatusRuntimeException known
                        ? known
                        : Status.fromThrowable(thrown).asRuntimeException();
                then.accept(refusal(status.getStatus(), status.getTrailers(), write, node.who()), status);
            }

            @Override
            public void onCompleted() {}
        });
    }

    /** What a refused delete means. */
    static WriteAnswer refusal(Status status, @Nullable Metadata trailers, WriteRequest write, String who) {
        if (Failures.exception(trailers).equals("wrong-expected-version")) {
            var actual = Failures.actualRevision(trailers);
            if (actual.isPresent()) {
                return new WriteAnswer.WrongExpectedRevision(actual.get());
            }
        }
        Failure failure = Failures.of(status, trailers, who);
        return switch (failure.kind()) {
            case STREAM_DELETED -> new WriteAnswer.StreamDeleted();
            case ACCESS_DENIED -> new WriteAnswer.Denied(who + " denied deleting the stream '" + write.stream() + "'");
            case NOT_READY, NOT_LEADER, AUTHENTICATION -> new WriteAnswer.NotNow(failure);
            default ->
                status.getCode() == Status.Code.INVALID_ARGUMENT
                        ? new WriteAnswer.Refused(failure.message())
                        : new WriteAnswer.Undecided(failure);
        };
    }

    /**
     * What a delete means whose refusal the server could not put into words, now that a probe has told how the stream stands.
     *
     * @param refused the answer without the probe
     */
    static WriteAnswer unspoken(WriteRequest delete, WriteAnswer standing, WriteAnswer refused) {
        if (standing instanceof WriteAnswer.StreamDeleted) {
            return standing;
        }
        boolean differs =
                standing instanceof WriteAnswer.WrongExpectedRevision other && other.actual() != delete.expected();
        return differs ? standing : refused;
    }
}
