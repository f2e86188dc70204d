package io.linker.testkit.internal.streams;

import com.eventstore.dbclient.proto.streams.StreamsOuterClass.DeleteReq;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.DeleteResp;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.TombstoneReq;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.TombstoneResp;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.linker.testkit.internal.log.AppendResult;
import io.linker.testkit.internal.log.ExpectedRevision;
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
            return context.log().delete(stream, expected);
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
            return context.log().tombstone(stream, expected);
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

    private static <T> void answer(StreamObserver<T> out, LongFunction<T> response, Supplier<AppendResult> operation) {
        try {
            AppendResult result = operation.get();
            if (result instanceof AppendResult.Success success) {
                out.onNext(response.apply(success.position()));
                out.onCompleted();
            } else if (result instanceof AppendResult.WrongExpectedRevision wrong) {
                out.onError(Failures.wrongExpectedVersion(wrong));
            } else if (result instanceof AppendResult.StreamDeleted deleted) {
                out.onError(Failures.streamDeleted(deleted.stream()));
            }
        } catch (StatusRuntimeException refused) {
            out.onError(refused);
        } catch (IllegalArgumentException malformed) {
            out.onError(Failures.handlerException());
        }
    }
}
