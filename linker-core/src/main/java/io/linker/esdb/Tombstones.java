package io.linker.esdb;

import com.eventstore.dbclient.proto.shared.Shared;
import com.eventstore.dbclient.proto.streams.StreamsGrpc;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.TombstoneReq;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.TombstoneResp;
import io.grpc.CallOptions;
import io.grpc.Metadata;
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

/** Tombstones: a call of their own, with exact expected revisions, refused by status and trailers. */
final class Tombstones {
    private static final Shared.Empty EMPTY = Shared.Empty.getDefaultInstance();

    private final Node node;
    private final Duration deadline;

    Tombstones(Node node, Duration deadline) {
        this.node = node;
        this.deadline = deadline;
    }

    /** Deletes a stream for ever; a refusal comes with what led to it. */
    void start(WriteRequest.Tombstone write, BiConsumer<WriteAnswer, @Nullable StatusRuntimeException> then) {
        var options = CallOptions.DEFAULT.withDeadlineAfter(deadline.toNanos(), TimeUnit.NANOSECONDS);
        var call = node.calls().newCall(StreamsGrpc.getTombstoneMethod(), options);
        ClientCalls.asyncUnaryCall(call, message(write), new StreamObserver<TombstoneResp>() {
            @Override
            public void onNext(TombstoneResp answer) {
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

    private static TombstoneReq message(WriteRequest.Tombstone request) {
        var options = TombstoneReq.Options.newBuilder().setStreamIdentifier(Messages.stream(request.stream()));
        return TombstoneReq.newBuilder()
                .setOptions(
                        request.expected() == WriteRequest.NO_STREAM
                                ? options.setNoStream(EMPTY)
                                : options.setRevision(request.expected()))
                .build();
    }

    /** What a refused tombstone means. */
    static WriteAnswer refusal(Status status, @Nullable Metadata trailers, WriteRequest.Tombstone write, String who) {
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
     * What a tombstone means whose refusal the server could not put into words, now that a probe has told how the stream stands.
     *
     * @param refused the answer without the probe
     */
    static WriteAnswer unspoken(WriteRequest.Tombstone write, WriteAnswer standing, WriteAnswer refused) {
        if (standing instanceof WriteAnswer.StreamDeleted) {
            return standing;
        }
        boolean differs =
                standing instanceof WriteAnswer.WrongExpectedRevision other && other.actual() != write.expected();
        return differs ? standing : refused;
    }
}
