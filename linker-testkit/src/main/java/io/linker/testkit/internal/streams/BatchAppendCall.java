package io.linker.testkit.internal.streams;

import com.eventstore.dbclient.proto.shared.Shared;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.BatchAppendReq;
import com.google.rpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.linker.testkit.internal.log.ExpectedRevision;
import io.linker.testkit.internal.log.NewEvent;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One batch append call: puts chunks together by correlation id and submits each batch at its final chunk, in that
 * order. Messages come from one thread at a time; answers may come from any.
 */
final class BatchAppendCall implements StreamObserver<BatchAppendReq> {
    private final StreamsContext context;
    private final Access access;
    private final BatchReplies replies;
    /** Batches that wait for chunks. One that comes in a single chunk never gets here. */
    private final Map<UUID, PendingBatch> incomplete = new ConcurrentHashMap<>();

    BatchAppendCall(StreamsContext context, BatchReplies replies) {
        this.context = context;
        this.access = context.access().current();
        this.replies = replies;
    }

    @Override
    public void onNext(BatchAppendReq chunk) {
        try {
            take(chunk);
        } catch (Proposal.MissingPropertyException | IllegalArgumentException | StatusRuntimeException malformed) {
            if (chunk.hasOptions()) {
                refuse(chunk, BatchAnswers.badRequest(String.valueOf(malformed.getMessage())));
            } else {
                // The server's own handling of the error trips over the missing options and breaks the call.
                replies.fail(Failures.handlerException());
            }
        } finally {
            replies.taken();
        }
    }

    private void take(BatchAppendReq chunk) throws Proposal.MissingPropertyException {
        UUID correlation = correlation(chunk);
        PendingBatch batch = incomplete.isEmpty() ? null : incomplete.get(correlation);
        if (chunk.hasOptions()) {
            Status refusal = check(chunk.getOptions());
            if (refusal != null) {
                refuse(chunk, refusal);
                return;
            }
            batch = batch != null ? batch : begin(correlation, chunk);
        }
        if (batch == null) {
            return;
        }
        boolean over = false;
        try {
            add(chunk, batch);
            over = chunk.getIsFinal() || batch.bytes() > context.limits().maxAppendBytes();
        } finally {
            if (!over) {
                keep(batch);
            }
        }
        // A batch may run out of time just before its final chunk; whoever takes it off the list answers.
        if (over && (!batch.kept() || incomplete.remove(batch.correlation(), batch))) {
            finish(batch);
        }
    }

    private static UUID correlation(BatchAppendReq chunk) {
        if (chunk.getCorrelationId().getValueCase() == Shared.UUID.ValueCase.VALUE_NOT_SET) {
            throw new IllegalArgumentException("Value cannot be null. (Parameter 'dto')");
        }
        return Proposal.uuid(chunk.getCorrelationId());
    }

    private @Nullable Status check(BatchAppendReq.Options options) {
        String stream = Names.of(options.getStreamIdentifier());
        if (!access.allows(Access.Right.toWrite(stream), stream)) {
            return BatchAnswers.accessDenied();
        }
        if (!options.hasStreamIdentifier()) {
            return BatchAnswers.badRequest("Required field StreamIdentifier not set.");
        }
        return Deadlines.leftNanos(options) <= 0 ? BatchAnswers.timeout() : null;
    }

    private PendingBatch begin(UUID correlation, BatchAppendReq chunk) {
        BatchAppendReq.Options options = chunk.getOptions();
        ExpectedRevision expected = switch (options.getExpectedStreamPositionCase()) {
            case STREAM_POSITION -> Names.exactly(options.getStreamPosition());
            case NO_STREAM -> ExpectedRevision.NO_STREAM;
            case ANY -> ExpectedRevision.ANY;
            case STREAM_EXISTS -> ExpectedRevision.STREAM_EXISTS;
            case EXPECTEDSTREAMPOSITION_NOT_SET -> throw Failures.unset("BatchAppendReq", "ExpectedStreamPosition");
        };
        PendingBatch batch = new PendingBatch(
                correlation,
                new PendingBatch.Address(chunk.getCorrelationId(), options.getStreamIdentifier()),
                Names.writable(options.getStreamIdentifier()),
                expected,
                Deadlines.leftNanos(options));
        replies.opened();
        return batch;
    }

    private void add(BatchAppendReq chunk, PendingBatch batch) throws Proposal.MissingPropertyException {
        for (BatchAppendReq.ProposedMessage proposed : chunk.getProposedMessagesList()) {
            NewEvent event = Proposal.event(
                    proposed.getId(), proposed.getMetadataMap(), proposed.getCustomMetadata(), proposed.getData());
            batch.add(event, context.limits().sizeOf(event));
        }
    }

    private void keep(PendingBatch batch) {
        if (!batch.kept()) {
            batch.keep();
            incomplete.put(batch.correlation(), batch);
            var unused = context.timer().schedule(() -> expire(batch), batch.timeoutNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void expire(PendingBatch batch) {
        if (incomplete.remove(batch.correlation(), batch)) {
            replies.answer(batch, BatchAnswers.timeout());
        }
    }

    private void finish(PendingBatch batch) {
        AppendLimits limits = context.limits();
        if (batch.bytes() > limits.maxAppendBytes()) {
            replies.answer(batch, BatchAnswers.tooLarge(limits.maxAppendBytes()));
        } else if (batch.largestBytes() > limits.maxEventBytes()) {
            replies.answer(batch, BatchAnswers.eventTooLarge(limits.maxEventBytes(), batch));
        } else {
            context.gate().append(batch.write(), answer -> replies.answer(batch, answer));
        }
    }

    private void refuse(BatchAppendReq chunk, Status refusal) {
        replies.refuse(
                new PendingBatch.Address(
                        chunk.getCorrelationId(), chunk.getOptions().getStreamIdentifier()),
                refusal);
    }

    @Override
    public void onCompleted() {
        replies.halfClosed();
    }

    @Override
    public void onError(Throwable cancelled) {
        incomplete.clear();
    }
}
