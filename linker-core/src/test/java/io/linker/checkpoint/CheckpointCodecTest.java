package io.linker.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.linker.error.CheckpointException;
import io.linker.event.OriginPosition;
import io.linker.event.Position;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointCodecTest {
    @Test
    void comesBackAsItWas() {
        Checkpoint checkpoint = Checkpoints.at("a-to-b", 123_456_789);
        assertThat(CheckpointCodec.decode(CheckpointCodec.encode(checkpoint))).isEqualTo(checkpoint);
    }

    @Test
    void keepsPositionsBeyondSignedNumbers() {
        var position = new OriginPosition.All(new Position(-1, -2));
        Checkpoint checkpoint = Checkpoints.with("a-to-b", position);
        byte[] json = CheckpointCodec.encode(checkpoint);
        assertThat(new String(json, UTF_8)).contains("\"18446744073709551615\"");
        assertThat(CheckpointCodec.decode(json)).isEqualTo(checkpoint);
    }

    @Test
    void keepsPositionsInStreams() {
        var position = new OriginPosition.Streams(Map.of("order \"1\"", 5L, "søk-2", 0L));
        Checkpoint checkpoint = Checkpoints.with("a-to-b", position);
        assertThat(CheckpointCodec.decode(CheckpointCodec.encode(checkpoint))).isEqualTo(checkpoint);
    }

    @Test
    void anUnknownKeyIsPassedOver() {
        Checkpoint checkpoint = Checkpoints.at("a-to-b", 1);
        String json = new String(CheckpointCodec.encode(checkpoint), UTF_8);
        String newer = "{\"future\":[1,{\"x\":null}]," + json.substring(1);
        assertThat(CheckpointCodec.decode(newer.getBytes(UTF_8))).isEqualTo(checkpoint);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "{",
                "{}",
                "{\"link\":5}",
                "not json",
                "{\"link\":\"a\"}{}",
                "{\"link\":\"a\",\"share\":3}"
            })
    void whatIsNoCheckpointIsRefusedWithATypedError(String json) {
        assertThatThrownBy(() -> CheckpointCodec.decode(json.getBytes(UTF_8)))
                .isInstanceOfSatisfying(
                        CheckpointException.class,
                        e -> assertThat(e.kind()).isEqualTo(CheckpointException.Kind.MALFORMED));
    }

    @Test
    void theErrorNamesTheMemberThatIsWrong() {
        String json = new String(CheckpointCodec.encode(Checkpoints.at("a", 1)), UTF_8);
        String wrong = json.replace("\"count\":3", "\"count\":\"three\"");
        assertThatThrownBy(() -> CheckpointCodec.decode(wrong.getBytes(UTF_8)))
                .hasMessageContaining("\"share.count\" is no long");
    }
}
