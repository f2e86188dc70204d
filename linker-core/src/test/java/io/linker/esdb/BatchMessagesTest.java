package io.linker.esdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.eventstore.dbclient.proto.shared.Shared;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.BatchAppendReq;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.BatchAppendResp;
import com.google.protobuf.Any;
import com.google.protobuf.Empty;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import com.google.rpc.Code;
import com.google.rpc.Status;
import io.linker.error.Failure.Kind;
import io.linker.event.NewEvent;
import io.linker.write.WriteAnswer;
import io.linker.write.WriteRequest;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class BatchMessagesTest {
    private static final Empty EMPTY = Empty.getDefaultInstance();

    static List<Arguments> answers() {
        var wrong = Shared.WrongExpectedVersion.newBuilder();
        return List.of(
                arguments(success(7), new WriteAnswer.Success(7)),
                arguments(
                        error(
                                Code.ALREADY_EXISTS,
                                wrong.setCurrentStreamRevision(4).build()),
                        new WriteAnswer.WrongExpectedRevision(4)),
                arguments(
                        error(
                                Code.ALREADY_EXISTS,
                                wrong.setCurrentNoStream(EMPTY).build()),
                        new WriteAnswer.WrongExpectedRevision(-1)),
                arguments(
                        error(Code.NOT_FOUND, Shared.StreamDeleted.getDefaultInstance()),
                        new WriteAnswer.StreamDeleted()),
                arguments(
                        error(
                                Code.INVALID_ARGUMENT,
                                Shared.MaximumAppendSizeExceeded.newBuilder()
                                        .setMaxAppendSize(1000)
                                        .build()),
                        new WriteAnswer.TooLarge(1000)),
                arguments(eventTooLarge(5000), new WriteAnswer.TooLarge(5000)),
                arguments(
                        error(
                                Code.INVALID_ARGUMENT,
                                Shared.BadRequest.newBuilder()
                                        .setMessage("Empty eventType")
                                        .build()),
                        new WriteAnswer.Refused("Empty eventType")),
                arguments(
                        error(Code.UNKNOWN, Shared.InvalidTransaction.getDefaultInstance()), WriteAnswer.Refused.class),
                arguments(
                        error(Code.PERMISSION_DENIED, Shared.AccessDenied.getDefaultInstance()),
                        WriteAnswer.Denied.class),
                arguments(error(Code.OK, EMPTY), Kind.NOT_READY),
                arguments(error(Code.DEADLINE_EXCEEDED, Shared.Timeout.getDefaultInstance()), Kind.TIMEOUT),
                arguments(error(Code.UNKNOWN, Shared.Unknown.getDefaultInstance()), Kind.UNKNOWN),
                arguments(error(Code.INTERNAL, EMPTY), Kind.UNKNOWN),
                arguments(error(Code.ALREADY_EXISTS, EMPTY), Kind.UNKNOWN),
                arguments(error(Code.NOT_FOUND, EMPTY), Kind.UNKNOWN),
                arguments(BatchAppendResp.getDefaultInstance(), Kind.NOT_READY));
    }

    @ParameterizedTest
    @MethodSource("answers")
    void onlySuccessConfirmsAndWhatIsNotClearlyRefusedIsNotTakenForRefused(BatchAppendResp response, Object expected) {
        WriteAnswer answer = BatchMessages.answer(response, "db-1 (a:1)");
        if (expected == Kind.NOT_READY) {
            assertThat(answer).isInstanceOf(WriteAnswer.NotNow.class);
        } else if (expected instanceof Kind kind) {
            assertThat(answer)
                    .isInstanceOfSatisfying(
                            WriteAnswer.Undecided.class,
                            undecided -> assertThat(undecided.why().kind()).isEqualTo(kind));
        } else if (expected instanceof Class<?> kind) {
            assertThat(answer).isInstanceOf(kind);
        } else {
            assertThat(answer).isEqualTo(expected);
        }
    }

    @Test
    void aBatchCarriesTheExactRevisionAndADurationAndTheBytesAsTheyAre() {
        var id = UUID.randomUUID();
        byte[] data = {1, 2, 3};
        var event = new NewEvent(id, "created", true, data, new byte[] {4});
        var append = new WriteRequest.Append("order-1", 41, List.of(event));
        BatchAppendReq request = BatchMessages.request(Messages.uuid(1, 2), append, Duration.ofMillis(2500));
        assertThat(request.getIsFinal()).isTrue();
        assertThat(request.getOptions().getStreamPosition()).isEqualTo(41);
        assertThat(request.getOptions().getDeadline().getSeconds()).isEqualTo(2);
        assertThat(request.getOptions().getDeadline().getNanos()).isEqualTo(500_000_000);
        var proposed = request.getProposedMessages(0);
        assertThat(Messages.uuid(proposed.getId())).isEqualTo(id);
        assertThat(proposed.getMetadataMap())
                .containsOnly(
                        java.util.Map.entry("type", "created"),
                        java.util.Map.entry("content-type", "application/json"));
        assertThat(proposed.getData().toByteArray()).isEqualTo(data);
        assertThat(proposed.getCustomMetadata().toByteArray()).containsExactly(4);
    }

    @Test
    void aStreamThatMustNotExistIsExpectedByThatName() {
        var append = new WriteRequest.Append("order-1", WriteRequest.NO_STREAM, List.of());
        BatchAppendReq request = BatchMessages.request(Messages.uuid(1, 2), append, Duration.ofSeconds(1));
        assertThat(request.getOptions().hasNoStream()).isTrue();
    }

    private static BatchAppendResp success(long revision) {
        return BatchAppendResp.newBuilder()
                .setSuccess(BatchAppendResp.Success.newBuilder().setCurrentRevision(revision))
                .build();
    }

    private static BatchAppendResp error(Code code, Message details) {
        return error(code, Any.pack(details));
    }

    private static BatchAppendResp error(Code code, Any details) {
        return BatchAppendResp.newBuilder()
                .setError(Status.newBuilder().setCode(code).setMessage("text").setDetails(details))
                .build();
    }

    private static BatchAppendResp eventTooLarge(long limit) {
        var details = UnknownFieldSet.newBuilder()
                .addField(3, UnknownFieldSet.Field.newBuilder().addVarint(limit).build())
                .build();
        return error(
                Code.INVALID_ARGUMENT,
                Any.newBuilder()
                        .setTypeUrl("type.googleapis.com/event_store.client.MaximumAppendEventSizeExceeded")
                        .setValue(details.toByteString())
                        .build());
    }
}
