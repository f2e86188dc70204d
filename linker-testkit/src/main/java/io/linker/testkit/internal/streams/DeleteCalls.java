package io.linker.testkit.internal.streams;

import com.eventstore.dbclient.proto.streams.StreamsOuterClass.DeleteReq;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.DeleteResp;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.TombstoneReq;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.TombstoneResp;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.linker.testkit.internal.log.AppendResult;
import io.linker.testkit.internal.log.EventLog;
import io.linker.testkit.internal.log.ExpectedRevision;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/** Soft deletes and tombstones. */
final class DeleteCalls {
    private final StreamsContext context;

    DeleteCalls(StreamsContext context) {
        this.context = context;
    }

    void delete(DeleteReq request, StreamObserver<DeleteResp> out) {
        DeleteReq.Options options = request.getOptions();
        answer(out, DeleteCalls::deleted, () -> {
            String stream = Names.nonEmpty(options.getStreamIdentifier());
            ExpectedRevision expected = switch (options.getExpectedStreamRevisionCase()) {
                case REVISION -> Names.exactly(options.getRevision());
                case NO_STREAM -> ExpectedRevision.NO_STREAM;
                case ANY -> ExpectedRevision.ANY;
                case STREAM_EXISTS -> ExpectedRevision.STREAM_EXISTS;
                case EXPECTEDSTREAMREVISION_NOT_SET -> throw Failures.unset("DeleteReq", "ExpectedStreamRevision");
            };
            checkRight(stream);
            return log -> log.delete(stream, expected);
        });
    }

    void tombstone(TombstoneReq request, StreamObserver<TombstoneResp> out) {
        TombstoneReq.Options options = request.getOptions();
        answer(out, DeleteCalls::tombstoned, () -> {
            String stream = Names.nonEmpty(options.getStreamIdentifier());
            ExpectedRevision expected = switch (options.getExpectedStreamRevisionCase()) {
                case REVISION -> Names.exactly(options.getRevision());
                case NO_STREAM -> ExpectedRevision.NO_STREAM;
                case ANY -> ExpectedRevision.ANY;
                case STREAM_EXISTS -> ExpectedRevision.STREAM_EXISTS;
                case EXPECTEDSTREAMREVISION_NOT_SET -> throw Failures.unset("TombstoneReq", "ExpectedStreamRevision");
            };
            checkRight(stream);
            return log -> log.tombstone(stream, expected);
        });
    }

    private void checkRight(String stream) {
        if (!context.access().current().allows(Access.Right.DELETE, stream)) {
            throw Failures.accessDenied();
        }
    }

    private static DeleteResp deleted(long position) {
        return DeleteResp.newBuilder()
                .setPosition(DeleteResp.Position.newBuilder()
                        .setCommitPosition(position)
                        .setPreparePosition(position))
                .build();
    }

    private static TombstoneResp tombstoned(long position) {
        return TombstoneResp.newBuilder()
                .setPosition(TombstoneResp.Position.newBuilder()
                        .setCommitPosition(position)
                        .setPreparePosition(position))
                .build();
    }

    private <T> void answer(
            StreamObserver<T> out, LongFunction<T> response, Supplier<Function<EventLog, AppendResult>> operation) {
        try {
            context.commits().commit(operation.get(), answer -> send(answer, response, out));
        } catch (StatusRuntimeException refused) {
            out.onError(refused);
        } catch (IllegalArgumentException malformed) {
            out.onError(Failures.handlerException());
        }
    }

    private static <T> void send(AppendAnswer answer, LongFunction<T> response, StreamObserver<T> out) {
        if (!(answer instanceof AppendAnswer.Done done)) {
            out.onError(AppendAnswers.failure(answer));
        } else if (done.result() instanceof AppendResult.Success success) {
            out.onNext(response.apply(success.position()));
            out.onCompleted();
        } else if (done.result() instanceof AppendResult.WrongExpectedRevision wrong) {
            out.onError(Failures.wrongExpectedVersion(wrong));
        } else if (done.result() instanceof AppendResult.StreamDeleted deleted) {
            out.onError(Failures.streamDeleted(deleted.stream()));
        }
    }
}
