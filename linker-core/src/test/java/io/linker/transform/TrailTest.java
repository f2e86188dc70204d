package io.linker.transform;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.linker.event.NewEvent;
import io.linker.transform.Trail.Hop;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrailTest {
    private static final UUID ID = UUID.fromString("abcdef01-2222-3333-4444-555555555555");
    private static final String OWN = ",\"$eventId\":\"ABCDEF01-2222-3333-4444-555555555555\"}";

    @Test
    void tellsEveryHop() {
        Trail trail = trail(
                "{\"$origin\":\"A,hub.2\",\"$revisions\":\"5,17\",\"$eventStreamId\":\"s\",\"$eventNumber\":5" + OWN);
        assertThat(trail.hops()).containsExactly(new Hop("A", 5), new Hop("hub.2", 17));
        assertThat(trail.stream()).isEqualTo("s");
        assertThat(trail.number()).isEqualTo(5);
        assertThat(trail.revisionAt("hub.2")).isEqualTo(17);
        assertThat(trail.error()).isFalse();
    }

    @Test
    void namesAreComparedWhole() {
        Trail trail = trail("{\"$origin\":\"origin-10\",\"$revisions\":\"0\"" + OWN);
        assertThat(trail.passed("origin-10")).isTrue();
        assertThat(trail.passed("origin-1")).isFalse();
        assertThat(trail.revisionAt("origin-1")).isEqualTo(Trail.UNKNOWN);
    }

    @Test
    void ofAKeyThatIsThereTwiceTheLastCounts() {
        assertThat(trail("{\"$origin\":\"A\",\"$origin\":\"B\"" + OWN).passed("A"))
                .isFalse();
        assertThat(trail("{\"$origin\":\"A\",\"$origin\":5" + OWN).isNone()).isTrue();
    }

    @Test
    void keysThatAnApplicationCopiedFromAnotherEventCountForNothing() {
        String copied = "{\"$origin\":\"B\",\"$eventId\":\"99999999-2222-3333-4444-555555555555\"}";
        assertThat(trail(copied).isNone()).isTrue();
        assertThat(trail("{\"$origin\":\"B\",\"$eventId\":7}").isNone()).isTrue();
    }

    @Test
    void theDotNetLinkersTrailCountsUnlessStrict() {
        byte[] theirs = "{\"$origin\":\"A, B\",\"$eventStreamId\":\"s\",\"$eventNumber\":\"4\"}".getBytes(UTF_8);
        Trail trail = Metadata.of(theirs).trail(ID, false);
        assertThat(trail.hops()).containsExactly(new Hop("A", 4), new Hop("B", Trail.UNKNOWN));
        assertThat(Metadata.of(theirs).trail(ID, true)).isEqualTo(Trail.NONE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1}",
                "{\"$origin\":null",
                "{\"$origin\":\"\"",
                "{\"$origin\":\"A,\"",
                "{\"$origin\":[\"A\"]",
                "[]",
                ""
            })
    void withoutNamesThereIsNoTrail(String metadata) {
        assertThat(trail(metadata.startsWith("{") && !metadata.endsWith("}") ? metadata + OWN : metadata))
                .isEqualTo(Trail.NONE);
    }

    @Test
    void revisionsThatAreNoneAreUnknown() {
        Trail trail = trail("{\"$origin\":\"A,B,C\",\"$revisions\":\"x,-7\"" + OWN);
        assertThat(trail.hops()).extracting(Hop::revision).containsOnly(Trail.UNKNOWN);
    }

    @Test
    void anEventIsLocalWhateverTheValue() {
        assertThat(Metadata.of("{\"$local\":false}".getBytes(UTF_8)).isLocal()).isTrue();
        assertThat(Metadata.of("{\"a\":{\"$local\":true}}".getBytes(UTF_8)).isLocal())
                .isFalse();
    }

    @Test
    void anErrorIsAddedAndSeen() {
        byte[] metadata = ("{\"$origin\":\"A\"" + OWN).getBytes(UTF_8);
        byte[] none = {};
        var event = new NewEvent(ID, "T", true, none, metadata);
        NewEvent marked = Provenance.withError(event, "expected 4, found \"5\"");
        assertThat(Metadata.of(marked.metadata()).trail(ID, true).error()).isTrue();
        assertThat(new String(marked.metadata(), UTF_8)).endsWith(",\"$error\":\"expected 4, found \\\"5\\\"\"}");
        NewEvent opaque = event.withMetadata(new byte[] {1, 2});
        assertThat(Provenance.withError(opaque, "x")).isSameAs(opaque);
        assertThat(trail("{\"$origin\":\"A\",\"$error\":null" + OWN).error()).isFalse();
    }

    private static Trail trail(String metadata) {
        return Metadata.of(metadata.getBytes(UTF_8)).trail(ID, false);
    }
}
