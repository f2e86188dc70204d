package io.linker.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.linker.event.NewEvent;
import io.linker.event.RecordedEvent;
import io.linker.internal.prepare.PreparationSettings;
import io.linker.verify.Finding.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each kind of damage to a copy that was faithful is found and named, with provenance and without. */
class PlantedDamageTest extends Comparison {
    private static final int EVENTS = 20;
    private static final int LAST = EVENTS - 1;
    private static final UUID STRANGE = UUID.fromString("00000000-0000-0000-0000-00000000beef");

    /** Damage, what it is to be called, and how often. */
    private record Damage(String name, Consumer<List<RecordedEvent>> plant, Kind kind, long count) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Damage lost(String where, int index) {
        return new Damage("missing " + where, copy -> copy.remove(index), Kind.LOST, 1);
    }

    private static Damage altered(String field) {
        return new Damage("altered " + field, copy -> copy.set(7, altered(copy.get(7), field)), Kind.ALTERED, 1);
    }

    private static RecordedEvent strange(RecordedEvent like, String stream) {
        return new RecordedEvent(
                stream,
                like.revision(),
                STRANGE,
                like.type(),
                like.json(),
                like.data(),
                like.metadata(),
                like.created(),
                like.position());
    }

    private static List<Damage> damages() {
        return List.of(
                lost("at the start", 0),
                lost("in the middle", 9),
                lost("at the end", LAST),
                new Damage(
                        "truncated at the end", copy -> copy.subList(12, EVENTS).clear(), Kind.LOST, EVENTS - 12),
                new Damage("truncated at the start", copy -> copy.subList(0, 5).clear(), Kind.LOST, 5),
                new Damage(
                        "stream missing",
                        copy -> copy.removeIf(event -> event.stream().equals("t")),
                        Kind.LOST,
                        3),
                new Damage("extra in the middle", copy -> copy.add(4, strange(copy.get(4), "s")), Kind.EXTRA, 1),
                new Damage("extra at the end", copy -> copy.add(EVENTS, strange(copy.get(LAST), "s")), Kind.EXTRA, 1),
                new Damage("stream extra", copy -> copy.add(strange(copy.get(0), "unknown")), Kind.EXTRA, 1),
                new Damage("swapped at the start", copy -> Collections.swap(copy, 0, 1), Kind.REORDERED, 1),
                new Damage("swapped far apart", copy -> Collections.swap(copy, 3, 17), Kind.REORDERED, 2),
                new Damage("swapped at the end", copy -> Collections.swap(copy, LAST - 1, LAST), Kind.REORDERED, 1),
                new Damage("duplicated beside", copy -> copy.add(8, copy.get(7)), Kind.DUPLICATED, 1),
                new Damage("duplicated at the end", copy -> copy.add(EVENTS, copy.get(0)), Kind.DUPLICATED, 1),
                altered("type"),
                altered("content type"),
                altered("data"),
                altered("metadata"));
    }

    static Stream<Arguments> damageToEachCopy() {
        return damages().stream()
                .flatMap(damage -> Stream.of(
                        Arguments.of(damage, DEFAULTS, "defaults"), Arguments.of(damage, EXACT, "exact copy")));
    }

    private List<RecordedEvent> faithfulCopy(PreparationSettings settings) {
        fill(EVENTS);
        for (int i = 0; i < 3; i++) {
            origin.append("t", origin.event());
        }
        List<RecordedEvent> copy =
                new ArrayList<>(Databases.copy(source, settings).all());
        assertThat(compare(source, copy, settings, false).isFaithful()).isTrue();
        return copy;
    }

    @ParameterizedTest(name = "{0}, {2}")
    @MethodSource("damageToEachCopy")
    void isFoundAndNamed(Damage damage, PreparationSettings settings, String preset) {
        List<RecordedEvent> copy = faithfulCopy(settings);
        damage.plant.accept(copy);
        Report report = compare(source, copy, settings, false);
        assertThat(report.counts()).as(preset + ": " + report).isEqualTo(Map.of(damage.kind, damage.count));
        assertThat(report.first()).hasSize((int) damage.count);
    }

    @ParameterizedTest(name = "{2}")
    @MethodSource("presets")
    void anotherIdIsALossAndAnExtra(PreparationSettings settings, boolean shared, String preset) {
        List<RecordedEvent> copy = faithfulCopy(settings);
        RecordedEvent at = copy.get(6);
        copy.set(6, with(at, new NewEvent(STRANGE, at.type(), at.json(), at.data(), at.metadata())));
        Report report = compare(source, copy, settings, false);
        assertThat(report.counts()).as(preset).isEqualTo(Map.of(Kind.LOST, 1L, Kind.EXTRA, 1L));
        assertThat(report.first()).extracting(Finding::id).contains(STRANGE, at.id());
    }

    static Stream<Arguments> presets() {
        return Stream.of(Arguments.of(DEFAULTS, true, "defaults"), Arguments.of(EXACT, false, "exact copy"));
    }
}
