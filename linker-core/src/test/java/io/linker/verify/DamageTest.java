package io.linker.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.linker.event.NewEvent;
import io.linker.event.RecordedEvent;
import io.linker.verify.Finding.Kind;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of damage is found, and named. */
class DamageTest extends Comparison {
    @Test
    void aLostEventIsFoundAndNamed() {
        fill(20);
        List<RecordedEvent> copy = copy();
        copy.remove(7);
        Report report = compare(copy);
        assertThat(report.counts()).isEqualTo(Map.of(Kind.LOST, 1L));
        assertThat(report.faithful()).isEqualTo(19);
        assertThat(report.damagedStreams()).isEqualTo(1);
        assertThat(report.first().get(0).toString())
                .startsWith("LOST s: the origin's event " + source.get(7).id() + " at revision 7 is not at the");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDuplicateIsFound(boolean shared) {
        fill(20);
        List<RecordedEvent> copy = copy();
        copy.add(15, copy.get(7));
        assertThat(compare(source, copy, DEFAULTS, shared).counts()).isEqualTo(Map.of(Kind.DUPLICATED, 1L));
    }

    @Test
    void anEventInAnotherPlaceIsFound() {
        fill(20);
        List<RecordedEvent> copy = copy();
        copy.add(15, copy.remove(3));
        assertThat(compare(copy).counts()).isEqualTo(Map.of(Kind.REORDERED, 1L));
    }

    @Test
    void twoNeighboursThatChangedPlacesAreFound() {
        fill(20);
        List<RecordedEvent> copy = copy();
        Collections.swap(copy, 4, 5);
        assertThat(compare(copy).counts()).isEqualTo(Map.of(Kind.REORDERED, 1L));
    }

    @ParameterizedTest
    @ValueSource(strings = {"type", "content type", "data", "metadata"})
    void anAlteredFieldIsFoundAndNamed(String field) {
        fill(20);
        List<RecordedEvent> copy = copy();
        copy.set(4, altered(copy.get(4), field));
        Report report = compare(copy);
        assertThat(report.counts()).isEqualTo(Map.of(Kind.ALTERED, 1L));
        assertThat(report.first().get(0).words()).startsWith(field + " of the origin's event");
    }

    @Test
    void oneByteOfWhiteSpaceInMetadataIsAnAlteration() {
        NewEvent event = origin.event().withMetadata("{\"a\":1}".getBytes(UTF_8));
        origin.append("s", event);
        List<RecordedEvent> copy = Databases.copy(source, EXACT).all();
        RecordedEvent first = copy.get(0);
        copy.set(0, with(first, "{\"a\": 1}".getBytes(UTF_8)));
        assertThat(compare(source, copy, EXACT, false).counts()).isEqualTo(Map.of(Kind.ALTERED, 1L));
    }

    @Test
    void whatTheOriginNeverHadIsExtraUnlessOthersMayWrite() {
        fill(20);
        Databases destination = Databases.copy(source, DEFAULTS);
        destination.append("s", origin.event());
        destination.append("unheard-of", origin.event());
        Report exclusive = compare(source, destination.all(), DEFAULTS, false);
        assertThat(exclusive.counts()).isEqualTo(Map.of(Kind.EXTRA, 2L));
        assertThat(exclusive.damagedStreams()).isEqualTo(2);
        Report shared = compare(source, destination.all(), DEFAULTS, true);
        assertThat(shared.isFaithful()).isTrue();
        assertThat(shared.foreign()).isEqualTo(2);
    }

    @Test
    void whatClaimsToHaveComeByTheLinkIsExtraEvenWhereOthersWrite() {
        fill(3);
        Databases destination = Databases.copy(source, DEFAULTS);
        NewEvent forged = origin.event();
        String trail = "{\"$origin\":\"A\",\"$revisions\":\"9\",\"$eventId\":\"" + forged.id() + "\"}";
        destination.append("s", forged.withMetadata(trail.getBytes(UTF_8)));
        assertThat(compare(source, destination.all(), DEFAULTS, true).counts()).isEqualTo(Map.of(Kind.EXTRA, 1L));
    }

    @Test
    void amongManyStrangersDamageIsStillFound() {
        fill(200);
        var random = new Random(3);
        List<RecordedEvent> copy = copy();
        RecordedEvent lost = copy.remove(50);
        for (int i = 0; i < 500; i++) {
            copy.add(random.nextInt(copy.size()), with(lost, origin.event()));
        }
        Report report = compare(source, copy, DEFAULTS, true);
        assertThat(report.counts()).isEqualTo(Map.of(Kind.LOST, 1L));
        assertThat(report.foreign()).isEqualTo(500);
    }

    @Test
    void aDeleteOrTombstoneThatDidNotArriveIsFound() {
        fill(3);
        List<RecordedEvent> before = copy();
        origin.delete("s");
        assertThat(compare(before).counts()).isEqualTo(Map.of(Kind.LIFE, 1L));
        List<RecordedEvent> deleted = copy();
        assertThat(compare(deleted).isFaithful()).isTrue();
        origin.tombstone("s");
        assertThat(compare(deleted).first().get(0).words())
                .isEqualTo("the stream is deleted at the destination, but at the origin it is tombstoned");
    }

    @Test
    void aDeleteThatTheOriginDoesNotHaveIsFound() {
        fill(3);
        Databases destination = Databases.copy(source, DEFAULTS);
        destination.delete("s");
        assertThat(compare(source, destination.all(), DEFAULTS, true).counts()).isEqualTo(Map.of(Kind.LIFE, 1L));
    }

    @Test
    void theNewestDocumentIsCompared() {
        fill(3);
        setMetadata("{\"$maxCount\":5}");
        List<RecordedEvent> behind = copy();
        setMetadata("{\"$maxCount\":7}");
        assertThat(compare(behind).counts()).isEqualTo(Map.of(Kind.STREAM_METADATA, 1L));
        List<RecordedEvent> altered = copy();
        int last = altered.size() - 2;
        altered.set(last, altered(altered.get(last), "data"));
        assertThat(compare(altered).counts()).isEqualTo(Map.of(Kind.STREAM_METADATA, 1L));
        List<RecordedEvent> scavenged = copy();
        scavenged.remove(3);
        assertThat(compare(scavenged).isFaithful())
                .as("an overtaken document may be gone")
                .isTrue();
    }
}
