package io.linker.testkit.internal.streams;

import com.eventstore.dbclient.proto.shared.Shared.Empty;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.AppendResp;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.linker.testkit.internal.log.AppendResult;
import io.linker.testkit.internal.log.ExpectedRevision;

/** Puts the result of a write into the answer of an append. */
final class AppendAnswers {
    private static final Empty EMPTY = Empty.getDefaultInstance();

    private AppendAnswers() {}

    static void send(AppendResult result, StreamObserver<AppendResp> out) {
        if (result instanceof AppendResult.StreamDeleted deleted) {
            out.onError(Failures.streamDeleted(deleted.stream()));
            return;
        }
        AppendResp.Builder answer = AppendResp.newBuilder();
        if (result instanceof AppendResult.Success success) {
            answer.setSuccess(success(success));
        } else if (result instanceof AppendResult.WrongExpectedRevision wrong) {
            answer.setWrongExpectedVersion(wrong(wrong));
        }
        out.onNext(answer.build());
        out.onCompleted();
    }

    /** How a call of one write ends that was not decided. */
    static StatusRuntimeException failure(AppendAnswer answer) {
        if (answer instanceof AppendAnswer.TimedOut timedOut) {
            return Status.ABORTED
                    .withDescription("Operation timed out: " + timedOut.text())
                    .asRuntimeException();
        }
        if (answer instanceof AppendAnswer.NotReady notReady) {
            return Status.UNAVAILABLE.withDescription(notReady.text()).asRuntimeException();
        }
        if (answer instanceof AppendAnswer.CallFailed failed) {
            return failed.failure();
        }
        String text = answer instanceof AppendAnswer.Failed failed ? failed.text() : answer.toString();
        return Status.UNKNOWN.withDescription(text).asRuntimeException();
    }

    private static AppendResp.Success success(AppendResult.Success success) {
        AppendResp.Success.Builder answer = AppendResp.Success.newBuilder();
        if (success.revision() < 0) {
            answer.setNoStream(EMPTY);
        } else {
            answer.setCurrentRevision(success.revision());
        }
        if (success.position() == AppendResult.NO_POSITION) {
            answer.setNoPosition(EMPTY);
        } else {
            answer.setPosition(AppendResp.Position.newBuilder()
                    .setCommitPosition(success.position())
                    .setPreparePosition(success.position()));
        }
        return answer.build();
    }

    /** Old clients read the fields of 20.6, so the server fills both groups. */
    private static AppendResp.WrongExpectedVersion wrong(AppendResult.WrongExpectedRevision wrong) {
        AppendResp.WrongExpectedVersion.Builder answer = AppendResp.WrongExpectedVersion.newBuilder();
        if (wrong.current() < 0) {
            answer.setCurrentNoStream(EMPTY).setNoStream2060(EMPTY);
        } else {
            answer.setCurrentRevision(wrong.current()).setCurrentRevision2060(wrong.current());
        }
        ExpectedRevision expected = wrong.expected();
        if (expected.equals(ExpectedRevision.ANY)) {
            answer.setExpectedAny(EMPTY).setAny2060(EMPTY);
        } else if (expected.equals(ExpectedRevision.STREAM_EXISTS)) {
            answer.setExpectedStreamExists(EMPTY).setStreamExists2060(EMPTY);
        } else if (expected.equals(ExpectedRevision.NO_STREAM)) {
            answer.setExpectedNoStream(EMPTY).setExpectedRevision2060(expected.number());
        } else {
            answer.setExpectedRevision(expected.number()).setExpectedRevision2060(expected.number());
        }
        return answer.build();
    }
}
