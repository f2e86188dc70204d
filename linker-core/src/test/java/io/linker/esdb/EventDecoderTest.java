package io.linker.esdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.eventstore.dbclient.proto.shared.Shared;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.ReadResp;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.ReadResp.ReadEvent;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import io.linker.event.Position;
import io.linker.event.RecordedEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is decoded by hand is what the generated messages say. */
class EventDecoderTest {
    private static final List<String> TEXTS = List.of("", "a", "order-1", "søk-ü😀", "$$order-1", "x".repeat(300));

    private final Random random = new Random(1);

    @Test
    void anEventIsWhatWasEncoded() throws Exception {
        for (int i = 0; i < 2_000; i++) {
            ReadEvent.RecordedEvent event = random.nextInt(8) == 0 ? null : recorded();
            ReadEvent.RecordedEvent link = event == null || random.nextInt(8) == 0 ? recorded() : null;
            byte[] bytes = encoded(event, link);
            var decoded = (ReadMessage.Event) EventDecoder.message(bytes);
            assertSame(decoded.event(), event);
            assertSame(decoded.link(), link);
        }
    }

    @Test
    void aDeletedStreamsRevisionAndPositionsOfAllBitsAreRead() throws Exception {
        ReadEvent.RecordedEvent event = recorded().toBuilder()
                .setStreamRevision(Long.MAX_VALUE)
                .setCommitPosition(-1)
                .setPreparePosition(-2)
                .build();
        RecordedEvent decoded = ((ReadMessage.Event) EventDecoder.message(encoded(event, null))).original();
        assertThat(decoded.revision()).isEqualTo(RecordedEvent.TOMBSTONE_REVISION);
        assertThat(decoded.position()).isEqualTo(new Position(-1, -2));
    }

    @Test
    void anythingElseIsLeftToTheGeneratedMessage() throws Exception {
        ReadResp head = ReadResp.newBuilder().setLastStreamPosition(7).build();
        assertThat(EventDecoder.message(head.toByteArray())).isEqualTo(new ReadMessage.Other(head));
        ReadResp nothing = ReadResp.getDefaultInstance();
        assertThat(EventDecoder.message(nothing.toByteArray())).isEqualTo(new ReadMessage.Other(nothing));
    }

    @Test
    void bytesThatAreNoMessageAreRefused() {
        byte[] bytes = encoded(recorded(), null);
        for (int length = 1; length < bytes.length; length++) {
            byte[] torn = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> EventDecoder.message(torn)).isInstanceOf(InvalidProtocolBufferException.class);
        }
    }

    private byte[] encoded(ReadEvent.@Nullable RecordedEvent event, ReadEvent.@Nullable RecordedEvent link) {
        var message = ReadEvent.newBuilder();
        if (event != null) {
            message.setEvent(event);
        }
        if (link != null) {
            message.setLink(link);
        }
        if (random.nextBoolean()) {
            message.setCommitPosition(random.nextLong());
        }
        return ReadResp.newBuilder()
                .setEvent(message.setUnknownFields(unknown()))
                .build()
                .toByteArray();
    }

    private ReadEvent.RecordedEvent recorded() {
        var event = ReadEvent.RecordedEvent.newBuilder()
                .setId(id())
                .setStreamIdentifier(Shared.StreamIdentifier.newBuilder()
                        .setStreamName(ByteString.copyFromUtf8(text()))
                        .setUnknownFields(unknown()))
                .setStreamRevision(random.nextInt(1_000))
                .setPreparePosition(random.nextLong())
                .setCommitPosition(random.nextLong())
                .putMetadata("type", text())
                .putMetadata("content-type", random.nextBoolean() ? "application/json" : "application/octet-stream")
                .putMetadata("created", random.nextInt(8) == 0 ? "no number" : Long.toString(random.nextLong() >>> 8))
                .setCustomMetadata(some())
                .setData(some())
                .setUnknownFields(unknown());
        return random.nextInt(8) == 0
                ? event.clearMetadata().putMetadata("else", text()).build()
                : event.build();
    }

    private Shared.UUID id() {
        return switch (random.nextInt(4)) {
            case 0 -> Shared.UUID.newBuilder().setString("no id").build();
            case 1 ->
                Shared.UUID.newBuilder().setString(UUID.randomUUID().toString()).build();
            default -> Messages.uuid(random.nextLong(), random.nextLong());
        };
    }

    private String text() {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    private ByteString some() {
        var bytes = new byte[random.nextInt(3) * random.nextInt(200)];
        random.nextBytes(bytes);
        return ByteString.copyFrom(bytes);
    }

    /** What a newer server might add. */
    private UnknownFieldSet unknown() {
        return random.nextInt(4) > 0
                ? UnknownFieldSet.getDefaultInstance()
                : UnknownFieldSet.newBuilder()
                        .addField(
                                90,
                                UnknownFieldSet.Field.newBuilder()
                                        .addVarint(1)
                                        .addLengthDelimited(some())
                                        .build())
                        .build();
    }

    private static void assertSame(@Nullable RecordedEvent decoded, ReadEvent.@Nullable RecordedEvent encoded) {
        if (encoded == null || decoded == null) {
            assertThat(decoded == null).isEqualTo(encoded == null);
            return;
        }
        assertThat(decoded.stream())
                .isEqualTo(encoded.getStreamIdentifier().getStreamName().toString(StandardCharsets.UTF_8));
        assertThat(decoded.revision()).isEqualTo(encoded.getStreamRevision());
        assertThat(decoded.id()).isEqualTo(Messages.uuid(encoded.getId()));
        assertThat(decoded.type()).isEqualTo(encoded.getMetadataOrDefault("type", ""));
        assertThat(decoded.json())
                .isEqualTo(encoded.getMetadataOrDefault("content-type", "").equals("application/json"));
        assertThat(decoded.data()).isEqualTo(encoded.getData().toByteArray());
        assertThat(decoded.metadata()).isEqualTo(encoded.getCustomMetadata().toByteArray());
        assertThat(decoded.created()).isEqualTo(created(encoded.getMetadataOrDefault("created", "0")));
        assertThat(decoded.position())
                .isEqualTo(new Position(encoded.getCommitPosition(), encoded.getPreparePosition()));
    }

    private static Instant created(String ticks) {
        return ticks.matches("\\d+")
                ? Instant.EPOCH
                        .plusNanos(Long.parseLong(ticks) % 10_000_000 * 100)
                        .plusSeconds(Long.parseLong(ticks) / 10_000_000)
                : Instant.EPOCH;
    }
}
