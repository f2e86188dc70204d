package io.linker.esdb;

import com.eventstore.dbclient.proto.shared.Shared;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.BatchAppendReq;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.BatchAppendResp;
import com.google.protobuf.Any;
import com.google.protobuf.Empty;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnsafeByteOperations;
import com.google.rpc.Code;
import com.google.rpc.Status;
import io.linker.error.Failure;
import io.linker.error.Failure.Kind;
import io.linker.event.NewEvent;
import io.linker.write.WriteAnswer;
import io.linker.write.WriteRequest;
import java.time.Duration;
import java.util.Optional;

/** Batches and what servers answer to them. An answer without {@code success} confirms nothing, whatever its code says. */
final class BatchMessages {
    /** Field of {@code MaximumAppendEventSizeExceeded}, a message of 24.10.4 that the stubs at hand do not know. */
    private static final int MAX_APPEND_EVENT_SIZE = 3;

    private BatchMessages() {}

    /** The batch as one message. The events' bytes are not copied: they must not change until the answer. */
    static BatchAppendReq request(Shared.UUID correlation, WriteRequest.Append append, Duration deadline) {
        var options = BatchAppendReq.Options.newBuilder()
                .setStreamIdentifier(Messages.stream(append.stream()))
                .setDeadline(com.google.protobuf.Duration.newBuilder()
                        .setSeconds(deadline.toSeconds())
                        .setNanos(deadline.toNanosPart()));
        if (append.expected() == WriteRequest.NO_STREAM) {
            options.setNoStream(Empty.getDefaultInstance());
        } else {
            options.setStreamPosition(append.expected());
        }
        var request = BatchAppendReq.newBuilder()
                .setCorrelationId(correlation)
                .setOptions(options)
                .setIsFinal(true);
        for (NewEvent event : append.events()) {
            request.addProposedMessages(proposed(event));
        }
        return request.build();
    }

    private static BatchAppendReq.ProposedMessage proposed(NewEvent event) {
        return BatchAppendReq.ProposedMessage.newBuilder()
                .setId(Messages.uuid(event.id()))
                .putMetadata(Messages.TYPE, event.type())
                .putMetadata(Messages.CONTENT_TYPE, event.json() ? Messages.JSON : Messages.BINARY)
                .setData(UnsafeByteOperations.unsafeWrap(event.data()))
                .setCustomMetadata(UnsafeByteOperations.unsafeWrap(event.metadata()))
                .build();
    }

    /** What an answer means. */
    static WriteAnswer answer(BatchAppendResp response, String who) {
        if (response.hasSuccess()) {
            var success = response.getSuccess();
            return new WriteAnswer.Success(success.hasCurrentRevision() ? success.getCurrentRevision() : -1);
        }
        Status error = response.getError();
        return switch (error.getCode()) {
            // "Not ready" and "too busy" come in the error case with no code at all.
            case OK ->
                new WriteAnswer.NotNow(
                        new Failure(Kind.NOT_READY, who + " takes no writes yet: " + error.getMessage()));
            case ALREADY_EXISTS -> wrongExpectedRevision(error, who);
            case NOT_FOUND ->
                error.getDetails().is(Shared.StreamDeleted.class)
                        ? new WriteAnswer.StreamDeleted()
                        : undecided(Kind.UNKNOWN, error, who);
            case PERMISSION_DENIED ->
                new WriteAnswer.Denied(who + " denied writing to the stream '"
                        + response.getStreamIdentifier().getStreamName().toStringUtf8() + "'");
            case INVALID_ARGUMENT -> refused(error);
            case DEADLINE_EXCEEDED, ABORTED, CANCELLED -> undecided(Kind.TIMEOUT, error, who);
            default ->
                error.getDetails().is(Shared.InvalidTransaction.class)
                        ? new WriteAnswer.Refused("The server takes no write of this size")
                        : undecided(Kind.UNKNOWN, error, who);
        };
    }

    private static WriteAnswer wrongExpectedRevision(Status error, String who) {
        return unpack(error.getDetails(), Shared.WrongExpectedVersion.class)
                .filter(detail -> detail.hasCurrentStreamRevision() || detail.hasCurrentNoStream())
                .<WriteAnswer>map(detail -> new WriteAnswer.WrongExpectedRevision(
                        detail.hasCurrentNoStream() ? WriteRequest.NO_STREAM : detail.getCurrentStreamRevision()))
                .orElseGet(() -> undecided(Kind.UNKNOWN, error, who));
    }

    private static WriteAnswer refused(Status error) {
        Any details = error.getDetails();
        var size = unpack(details, Shared.MaximumAppendSizeExceeded.class);
        if (size.isPresent()) {
            return new WriteAnswer.TooLarge(Integer.toUnsignedLong(size.get().getMaxAppendSize()));
        }
        if (details.getTypeUrl().endsWith(".MaximumAppendEventSizeExceeded")) {
            return eventTooLarge(details);
        }
        String reason = unpack(details, Shared.BadRequest.class)
                .map(Shared.BadRequest::getMessage)
                .orElse(error.getMessage());
        return new WriteAnswer.Refused(reason);
    }

    private static WriteAnswer eventTooLarge(Any details) {
        try {
            var limits = UnknownFieldSet.parseFrom(details.getValue())
                    .getField(MAX_APPEND_EVENT_SIZE)
                    .getVarintList();
            return limits.isEmpty()
                    ? new WriteAnswer.Refused("The server takes no event of this size")
                    : new WriteAnswer.TooLarge(limits.get(0));
        } catch (InvalidProtocolBufferException e) {
            return new WriteAnswer.Refused("The server takes no event of this size");
        }
    }

    private static WriteAnswer undecided(Kind kind, Status error, String who) {
        String code = error.getCode() == Code.UNRECOGNIZED
                ? "code " + error.getCodeValue()
                : error.getCode().name();
        return new WriteAnswer.Undecided(
                new Failure(kind, who + " did not say whether it wrote: " + code + " " + error.getMessage()));
    }

    private static <T extends Message> Optional<T> unpack(Any details, Class<T> type) {
        try {
            return details.is(type) ? Optional.of(details.unpack(type)) : Optional.empty();
        } catch (InvalidProtocolBufferException e) {
            return Optional.empty();
        }
    }
}
