package io.linker.testkit.wire;

import com.eventstore.dbclient.proto.shared.Shared;
import com.eventstore.dbclient.proto.streams.StreamsGrpc;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.BatchAppendReq;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.BatchAppendResp;
import com.google.protobuf.ByteString;
import com.google.protobuf.Empty;
import io.grpc.stub.StreamObserver;

/** One batch append call. Batches are known by numbers. */
public final class Batches {
    private final Answers<BatchAppendReq, BatchAppendResp> answers = new Answers<>(false);
    private final StreamObserver<BatchAppendReq> requests;

    Batches(StreamsGrpc.StreamsStub stub) {
        requests = stub.batchAppend(answers);
    }

    /** Sends one event, expecting the revision {@code expected}; -1 for no stream. */
    public Batches send(int number, String stream, long expected) {
        var options = BatchAppendReq.Options.newBuilder()
                .setStreamIdentifier(Wire.identifier(stream))
                .setDeadline(com.google.protobuf.Duration.newBuilder().setSeconds(10));
        if (expected < 0) {
            options.setNoStream(Empty.getDefaultInstance());
        } else {
            options.setStreamPosition(expected);
        }
        requests.onNext(BatchAppendReq.newBuilder()
                .setCorrelationId(Shared.UUID
                        .newBuilder()
                        .setStructured(Shared.UUID.Structured.newBuilder().setLeastSignificantBits(number)))
                .setOptions(options)
                .addProposedMessages(BatchAppendReq.ProposedMessage.newBuilder()
                        .setId(Wire.newId())
                        .putAllMetadata(Wire.PROPERTIES)
                        .setData(ByteString.copyFromUtf8("{}")))
                .setIsFinal(true)
                .build());
        return this;
    }

    public Batches halfClose() {
        requests.onCompleted();
        return this;
    }

    public Answers<BatchAppendReq, BatchAppendResp> answers() {
        return answers;
    }

    /** The number of the batch that was answered. */
    public static int number(BatchAppendResp answer) {
        return (int) answer.getCorrelationId().getStructured().getLeastSignificantBits();
    }
}
