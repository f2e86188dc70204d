package io.linker.testkit.internal.streams;

import com.eventstore.dbclient.proto.shared.Shared;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.ReadResp;
import com.google.protobuf.ByteString;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.linker.testkit.internal.log.EventLog;
import io.linker.testkit.internal.log.LogRecord;

/** The sending side of one read call. Used by one thread at a time. */
final class ReadOut {
    private static final ReadMessage CAUGHT_UP = new ReadMessage.Control(ReadResp.newBuilder()
            .setCaughtUp(ReadResp.CaughtUp.getDefaultInstance())
            .build());

    private final ServerCallStreamObserver<ReadMessage> out;
    private final EventLog log;
    private final ReadRequest.Form form;
    private long eventsSent;

    ReadOut(ServerCallStreamObserver<ReadMessage> out, EventLog log, ReadRequest.Form form) {
        this.out = out;
        this.log = log;
        this.form = form;
    }

    long eventsSent() {
        return eventsSent;
    }

    boolean isReady() {
        return out.isReady();
    }

    void event(LogRecord record) {
        eventsSent++;
        boolean plain = !form.resolveLinks() || !record.isLink();
        out.onNext(
                plain
                        ? new ReadMessage.Event(record, null, form.idsAsText())
                        : Links.resolve(log, record, form.idsAsText()));
    }

    void confirmation(String subscriptionId) {
        control(ReadResp.newBuilder()
                .setConfirmation(ReadResp.SubscriptionConfirmation.newBuilder().setSubscriptionId(subscriptionId)));
    }

    void caughtUp() {
        out.onNext(CAUGHT_UP);
    }

    void checkpoint(long position) {
        control(ReadResp.newBuilder()
                .setCheckpoint(ReadResp.Checkpoint.newBuilder()
                        .setCommitPosition(position)
                        .setPreparePosition(position)));
    }

    void streamNotFound(String stream) {
        control(ReadResp.newBuilder()
                .setStreamNotFound(ReadResp.StreamNotFound.newBuilder()
                        .setStreamIdentifier(
                                Shared.StreamIdentifier.newBuilder().setStreamName(ByteString.copyFromUtf8(stream)))));
    }

    void firstStreamPosition(long revision) {
        if (form.positions()) {
            control(ReadResp.newBuilder().setFirstStreamPosition(revision));
        }
    }

    void lastStreamPosition(long revision) {
        if (form.positions()) {
            control(ReadResp.newBuilder().setLastStreamPosition(revision));
        }
    }

    private void control(ReadResp.Builder message) {
        out.onNext(new ReadMessage.Control(message.build()));
    }

    void complete() {
        out.onCompleted();
    }

    void fail(StatusRuntimeException failure) {
        out.onError(failure);
    }
}
