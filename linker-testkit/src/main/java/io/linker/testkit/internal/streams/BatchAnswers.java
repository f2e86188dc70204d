package io.linker.testkit.internal.streams;

import com.eventstore.dbclient.proto.shared.Shared;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.BatchAppendResp;
import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import com.google.rpc.Code;
import com.google.rpc.Status;
import io.linker.testkit.internal.log.AppendResult;
import io.linker.testkit.internal.log.ExpectedRevision;

/** Puts what became of one batch into its answer. */
final class BatchAnswers {
    private static final Empty EMPTY = Empty.getDefaultInstance();
    private static final Status TIMEOUT =
            status(Code.DEADLINE_EXCEEDED, "Timeout", Shared.Timeout.getDefaultInstance());
    private static final Status ACCESS_DENIED =
            status(Code.PERMISSION_DENIED, "AccessDenied", Shared.AccessDenied.getDefaultInstance());

    private static final Status UNKNOWN = status(Code.UNKNOWN, "Unknown", Shared.Unknown.getDefaultInstance());

    private BatchAnswers() {}

    static void put(AppendResult result, BatchAppendResp.Builder answer) {
        if (result instanceof AppendResult.Success success) {
            answer.setSuccess(success(success));
        } else if (result instanceof AppendResult.WrongExpectedRevision wrong) {
            answer.setError(status(Code.ALREADY_EXISTS, "WrongExpectedVersion", wrong(wrong)));
        } else if (result instanceof AppendResult.StreamDeleted deleted) {
            Shared.StreamDeleted.Builder details = Shared.StreamDeleted.newBuilder();
            details.getStreamIdentifierBuilder().setStreamName(ByteString.copyFromUtf8(deleted.stream()));
            answer.setError(status(Code.NOT_FOUND, "StreamDeleted", details.build()));
        }
    }

    static Status timeout() {
        return TIMEOUT;
    }

    static Status unknown() {
        return UNKNOWN;
    }

    static Status accessDenied() {
        return ACCESS_DENIED;
    }

    static Status tooLarge(int limit) {
        return status(
                Code.INVALID_ARGUMENT,
                "MaximumAppendSizeExceeded",
                Shared.MaximumAppendSizeExceeded.newBuilder()
                        .setMaxAppendSize(limit)
                        .build());
    }

    /** The stubs of client 5.4.5 do not know this type of detail, so its fields are put together by hand. */
    static Status eventTooLarge(int limit, PendingBatch batch) {
        UnknownFieldSet details = UnknownFieldSet.newBuilder()
                .addField(
                        1,
                        UnknownFieldSet.Field.newBuilder()
                                .addLengthDelimited(ByteString.copyFromUtf8(batch.largestId()))
                                .build())
                .addField(
                        2,
                        UnknownFieldSet.Field.newBuilder()
                                .addVarint(batch.largestBytes())
                                .build())
                .addField(3, UnknownFieldSet.Field.newBuilder().addVarint(limit).build())
                .build();
        return Status.newBuilder()
                .setCode(Code.INVALID_ARGUMENT)
                .setMessage("MaximumAppendEventSizeExceeded")
                .setDetails(Any.newBuilder()
                        .setTypeUrl("type.googleapis.com/event_store.client.MaximumAppendEventSizeExceeded")
                        .setValue(details.toByteString()))
                .build();
    }

    static Status badRequest(String text) {
        return status(
                Code.INVALID_ARGUMENT,
                "BadRequest",
                Shared.BadRequest.newBuilder().setMessage(text).build());
    }

    /** The server leaves the code unset here, which reads as OK. */
    static Status notReady(String text) {
        return Status.newBuilder().setMessage(text).setDetails(Any.pack(EMPTY)).build();
    }

    private static Status status(Code code, String message, Message details) {
        return Status.newBuilder()
                .setCode(code)
                .setMessage(message)
                .setDetails(Any.pack(details))
                .build();
    }

    private static BatchAppendResp.Success success(AppendResult.Success success) {
        BatchAppendResp.Success.Builder answer = BatchAppendResp.Success.newBuilder();
        if (success.revision() < 0) {
            answer.setNoStream(EMPTY);
        } else {
            answer.setCurrentRevision(success.revision());
        }
        if (success.position() == AppendResult.NO_POSITION) {
            answer.setNoPosition(EMPTY);
        } else {
            answer.setPosition(Shared.AllStreamPosition.newBuilder()
                    .setCommitPosition(success.position())
                    .setPreparePosition(success.position()));
        }
        return answer.build();
    }

    private static Shared.WrongExpectedVersion wrong(AppendResult.WrongExpectedRevision wrong) {
        Shared.WrongExpectedVersion.Builder details = Shared.WrongExpectedVersion.newBuilder();
        if (wrong.current() < 0) {
            details.setCurrentNoStream(EMPTY);
        } else {
            details.setCurrentStreamRevision(wrong.current());
        }
        ExpectedRevision expected = wrong.expected();
        if (expected.equals(ExpectedRevision.ANY)) {
            details.setExpectedAny(EMPTY);
        } else if (expected.equals(ExpectedRevision.STREAM_EXISTS)) {
            details.setExpectedStreamExists(EMPTY);
        } else if (expected.equals(ExpectedRevision.NO_STREAM)) {
            details.setExpectedNoStream(EMPTY);
        } else {
            details.setExpectedStreamPosition(expected.number());
        }
        return details.build();
    }
}
