package io.linker.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.linker.event.RecordedEvent;
import io.linker.internal.prepare.PreparationSettings;
import io.linker.verify.Finding.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written while a comparison runs may be copied already or not, but what is copied must be right. */
class LateEventsTest extends Comparison {
    @TempDir
    Path directory;

    private Report compare(int due, List<RecordedEvent> copy, PreparationSettings settings, Limits limits) {
        List<RecordedEvent> first = source.subList(0, due);
        List<RecordedEvent> late = source.subList(due, source.size());
        return Verification.compare(first::forEach, late::forEach, copy::forEach, rules(settings, false), limits);
    }

    private Report compare(int due, List<RecordedEvent> copy) {
        return compare(due, copy, DEFAULTS, Limits.DEFAULT);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void aCopyOfAnyPartOfWhatIsLateIsFaithful(long seed) {
        Databases filled = Databases.filled(seed, 1_000, 15);
        var tiny = new Limits(directory, 100_000, 5, 100);
        for (PreparationSettings settings : List.of(DEFAULTS, EXACT)) {
            for (int copied = 600; copied <= filled.all().size(); copied += 80) {
                List<RecordedEvent> copy = Databases.copy(filled.all().subList(0, copied), settings)
                        .all();
                List<RecordedEvent> first = filled.all().subList(0, 600);
                List<RecordedEvent> late =
                        filled.all().subList(600, filled.all().size());
                Report report = Verification.compare(
                        first::forEach, late::forEach, copy::forEach, rules(settings, false), tiny);
                assertThat(report.isFaithful()).as(report.toString()).isTrue();
            }
        }
    }

    @Test
    void whatIsDueMustBeThere() {
        fill(30);
        List<RecordedEvent> copy = copy();
        copy.subList(19, 30).clear();
        assertThat(compare(20, copy).counts()).isEqualTo(Map.of(Kind.LOST, 1L));
        assertThat(compare(19, copy).isFaithful()).isTrue();
    }

    @Test
    void aLateEventThatALaterOneOvertookIsLost() {
        fill(30);
        List<RecordedEvent> copy = copy();
        copy.remove(25);
        assertThat(compare(20, copy).counts()).isEqualTo(Map.of(Kind.LOST, 1L));
    }

    @Test
    void aLateEventIsThereOnceInOrderAndUnaltered() {
        fill(30);
        List<RecordedEvent> twice = copy();
        twice.add(28, twice.get(26));
        assertThat(compare(20, twice).counts()).isEqualTo(Map.of(Kind.DUPLICATED, 1L));
        List<RecordedEvent> swapped = copy();
        swapped.add(22, swapped.remove(26));
        assertThat(compare(20, swapped).counts()).isEqualTo(Map.of(Kind.REORDERED, 1L));
        List<RecordedEvent> altered = copy();
        altered.set(25, altered(altered.get(25), "data"));
        assertThat(compare(20, altered).counts()).isEqualTo(Map.of(Kind.ALTERED, 1L));
        assertThat(compare(20, extra(copy())).counts()).isEqualTo(Map.of(Kind.EXTRA, 1L));
    }

    private List<RecordedEvent> extra(List<RecordedEvent> copy) {
        var more = new ArrayList<>(copy);
        more.add(with(copy.get(3), origin.event()));
        return more;
    }

    @Test
    void aLateDeleteOrDocumentMayBeThereOrNotButNoOther() {
        fill(3);
        int due = source.size();
        setMetadata("{\"$maxCount\":5}");
        List<RecordedEvent> documented = copy();
        origin.delete("s");
        for (List<RecordedEvent> copy : List.of(documented.subList(0, 3), documented, copy())) {
            assertThat(compare(due, copy).isFaithful()).isTrue();
        }
        Databases other = Databases.copy(source.subList(0, 3), DEFAULTS);
        other.tombstone("s");
        assertThat(compare(due, other.all()).counts()).isEqualTo(Map.of(Kind.LIFE, 1L));
        List<RecordedEvent> wrong = new ArrayList<>(documented);
        RecordedEvent document = wrong.remove(3);
        wrong.add(altered(document, "data"));
        assertThat(new String(wrong.get(3).data(), UTF_8)).isNotEqualTo(new String(document.data(), UTF_8));
        assertThat(compare(due, wrong).counts()).isEqualTo(Map.of(Kind.STREAM_METADATA, 1L));
    }
}
