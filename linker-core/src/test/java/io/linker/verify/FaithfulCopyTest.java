package io.linker.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.linker.event.NewEvent;
import io.linker.event.RecordedEvent;
import io.linker.filter.EventFilter;
import io.linker.filter.NamePattern;
import io.linker.internal.prepare.PreparationSettings;
import io.linker.internal.prepare.PreparationSettings.Control;
import io.linker.internal.prepare.PreparationSettings.Documents;
import io.linker.internal.prepare.PreparationSettings.Trails;
import io.linker.transform.Provenance;
import io.linker.transform.Transform;
import io.linker.verify.Finding.Kind;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a faithful copy may differ in is no difference. */
class FaithfulCopyTest extends Comparison {
    static Stream<PreparationSettings> everySetting() {
        EventFilter orders = EventFilter.streams(NamePattern.prefix("order-"));
        EventFilter placed = EventFilter.types(NamePattern.exact("Placed"));
        Transform renaming = Transform.renaming(lane -> "copy-" + lane);
        return Stream.of(
                DEFAULTS,
                EXACT,
                with(orders, Transform.none(), Trails.EXTENDED, Control.DEFAULT),
                with(placed.and(orders.not()), Transform.none(), Trails.NONE, Control.DEFAULT),
                with(EventFilter.everything(), renaming, Trails.EXTENDED, Control.DEFAULT),
                with(
                        EventFilter.everything(),
                        Transform.none(),
                        new Trails(true, true, true, true, false, false),
                        Control.DEFAULT),
                with(
                        EventFilter.everything(),
                        Transform.none(),
                        Trails.NONE,
                        new Control(Documents.ALL, true, true, true)),
                with( // fan-in
                        EventFilter.everything(),
                        Transform.none(),
                        Trails.EXTENDED,
                        new Control(Documents.NONE, true, false, false)),
                with( // two-way
                        EventFilter.everything(),
                        Transform.none(),
                        new Trails(true, false, true, false, false, false),
                        new Control(Documents.NONE, true, false, true)),
                with(
                        EventFilter.everything(),
                        renaming,
                        Trails.NONE,
                        new Control(Documents.NONE, false, false, false)));
    }

    @ParameterizedTest
    @MethodSource("everySetting")
    void aFaithfulCopyHasNoDifferencesUnderAnySetting(PreparationSettings settings) {
        for (long seed = 0; seed < 20; seed++) {
            Databases original = Databases.filled(seed, 600, 15);
            List<RecordedEvent> copy = Databases.copy(original.all(), settings).all();
            for (boolean shared : new boolean[] {false, true}) {
                Report report = compare(original.all(), copy, settings, shared);
                assertThat(report.isFaithful()).as(report.toString()).isTrue();
                assertThat(report.faithful()).isPositive();
            }
        }
    }

    @Test
    void orderBetweenStreamsDoesNotMatter() {
        fill(10);
        for (int i = 0; i < 10; i++) {
            origin.append("other", origin.event());
        }
        List<RecordedEvent> copy = copy();
        copy.remove(20);
        Collections.rotate(copy, 10);
        assertThat(compare(copy).isFaithful()).isTrue();
    }

    @Test
    void aConflictMarkIsNoAlteration() {
        fill(5);
        List<RecordedEvent> copy = copy();
        for (int i = 0; i < copy.size(); i++) {
            RecordedEvent event = copy.get(i);
            var event2 = new NewEvent(event.id(), event.type(), event.json(), event.data(), event.metadata());
            copy.set(
                    i,
                    with(
                            event,
                            Provenance.withError(event2, "expected 3, found 5").metadata()));
        }
        assertThat(compare(copy).isFaithful()).isTrue();
    }

    @Test
    void anEventThatWasDivertedIsNotLost() {
        fill(5);
        Databases destination = Databases.copy(source, DEFAULTS);
        RecordedEvent moved = destination.all().remove(2);
        destination.append(
                "linker-conflicts-from-A-to-B",
                new NewEvent(moved.id(), moved.type(), moved.json(), moved.data(), moved.metadata()));
        Report report = compare(source, destination.all(), DEFAULTS, true);
        assertThat(report.isFaithful()).as(report.toString()).isTrue();
        assertThat(report.diverted()).isEqualTo(1);
    }

    @Test
    void anEventThatWasParkedIsNotLost() {
        fill(5);
        Databases destination = Databases.copy(source, DEFAULTS);
        RecordedEvent parked = destination.all().remove(2);
        byte[] none = {};
        byte[] header = ("{\"reason\":\"too large\",\"id\":\"" + parked.id() + "\"}").getBytes(UTF_8);
        destination.append("linker-park-a-to-b", new NewEvent(origin.id(), "linker-parked-part", false, none, none));
        destination.append("linker-park-a-to-b", new NewEvent(origin.id(), "linker-parked", true, header, none));
        Report report = compare(source, destination.all(), DEFAULTS, false);
        assertThat(report.isFaithful()).as(report.toString()).isTrue();
        assertThat(report.diverted()).isEqualTo(1);
    }

    @Test
    void theSameIdTwiceAtTheOriginIsTwiceAtTheDestination() {
        NewEvent twice = origin.event();
        origin.append("s", twice);
        origin.append("s", origin.event());
        origin.append("s", twice);
        List<RecordedEvent> copy = copy();
        assertThat(compare(copy).isFaithful()).isTrue();
        copy.remove(2);
        assertThat(compare(copy).counts()).isEqualTo(Map.of(Kind.LOST, 1L));
    }

    @Test
    void eventsThatAScavengeTookFromADeletedStreamAreNotLost() {
        fill(3);
        origin.delete("s");
        List<RecordedEvent> copy = copy();
        copy.removeIf(event -> event.stream().equals("s"));
        assertThat(compare(copy).isFaithful()).isTrue();
    }
}
