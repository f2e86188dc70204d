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
import io.linker.internal.prepare.VerificationRules;
import io.linker.transform.Provenance;
import io.linker.transform.Transform;
import io.linker.verify.Finding.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class VerificationTest {
    private static final PreparationSettings DEFAULTS = PreparationSettings.defaults("A", "B");
    private static final PreparationSettings EXACT = PreparationSettings.exactCopy("A", "B");

    @TempDir
    Path directory;

    private final Databases origin = new Databases(1);
    private final List<RecordedEvent> source = origin.all();

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
                with(EventFilter.everything(), Transform.none(), new Trails(true, true, true, true), Control.DEFAULT),
                with(
                        EventFilter.everything(),
                        Transform.none(),
                        Trails.NONE,
                        new Control(Documents.ALL, true, true, true)),
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
    void eventsThatAScavengeTookFromADeletedStreamAreNotLost() {
        fill(3);
        origin.delete("s");
        List<RecordedEvent> copy = copy();
        copy.removeIf(event -> event.stream().equals("s"));
        assertThat(compare(copy).isFaithful()).isTrue();
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

    @Test
    void tooManyDifferencesAreSaidToBeTooMany() {
        fill(50);
        List<RecordedEvent> copy = copy();
        copy.subList(0, 30).clear();
        var few = new Limits(directory, 1000, 10, 5);
        Report report = Verification.compare(source::forEach, copy::forEach, rules(DEFAULTS, false), few);
        assertThat(report.counts()).isEqualTo(Map.of(Kind.BEYOND_LIMIT, 1L));
        Collections.reverse(source);
        var reversed = Verification.compare(source::forEach, copy()::forEach, rules(EXACT, false), few);
        assertThat(reversed.isFaithful()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void onDiskAndInMemoryTheReportIsTheSame(long seed) throws IOException {
        Databases original = Databases.filled(seed, 5_000, 40);
        List<RecordedEvent> copy = Databases.copy(original.all(), DEFAULTS).all();
        damage(copy, new Random(seed));
        var tiny = new Limits(directory, 1000, 50_000, 100);
        Report onDisk = Verification.compare(original.all()::forEach, copy::forEach, rules(DEFAULTS, false), tiny);
        Report inMemory = compare(original.all(), copy, DEFAULTS, false);
        assertThat(onDisk.counts()).isEqualTo(inMemory.counts());
        assertThat(onDisk.isFaithful()).isFalse();
        assertThat(onDisk.faithful()).isEqualTo(inMemory.faithful());
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void oneLongStreamIsComparedOnDisk() {
        for (int i = 0; i < 20_000; i++) {
            origin.append("s", origin.event());
        }
        List<RecordedEvent> copy = copy();
        copy.remove(19_000);
        copy.add(10_000, copy.remove(500));
        copy.set(15_000, altered(copy.get(15_000), "data"));
        var tiny = new Limits(directory, 1000, 20_000, 100);
        for (boolean shared : new boolean[] {false, true}) {
            Report report = Verification.compare(source::forEach, copy::forEach, rules(DEFAULTS, shared), tiny);
            assertThat(report.counts())
                    .as(report.toString())
                    .isEqualTo(Map.of(Kind.LOST, 1L, Kind.REORDERED, 1L, Kind.ALTERED, 1L));
        }
    }

    private static void damage(List<RecordedEvent> copy, Random random) {
        for (int i = 0; i < 20; i++) {
            int at = random.nextInt(copy.size() - 10);
            switch (random.nextInt(4)) {
                case 0 -> copy.remove(at);
                case 1 -> copy.add(at + 5, copy.get(at));
                case 2 -> Collections.swap(copy, at, at + 7);
                default -> copy.set(at, altered(copy.get(at), "data"));
            }
        }
    }

    private void fill(int events) {
        for (int i = 0; i < events; i++) {
            origin.append("s", origin.event());
        }
    }

    private void setMetadata(String document) {
        byte[] none = {};
        origin.append("$$s", new NewEvent(origin.id(), "$metadata", true, document.getBytes(UTF_8), none));
    }

    private List<RecordedEvent> copy() {
        return new ArrayList<>(Databases.copy(source, DEFAULTS).all());
    }

    private Report compare(List<RecordedEvent> copy) {
        return compare(source, copy, DEFAULTS, false);
    }

    private static Report compare(
            List<RecordedEvent> origin, List<RecordedEvent> copy, PreparationSettings settings, boolean shared) {
        return Verification.compare(origin::forEach, copy::forEach, rules(settings, shared));
    }

    private static LinkRules rules(PreparationSettings settings, boolean shared) {
        return new VerificationRules(settings, shared);
    }

    private static PreparationSettings with(EventFilter filter, Transform transform, Trails trails, Control control) {
        return new PreparationSettings("A", "B", filter, transform, trails, control, true, null);
    }

    private static RecordedEvent with(RecordedEvent place, NewEvent event) {
        return new RecordedEvent(
                place.stream(),
                place.revision(),
                event.id(),
                event.type(),
                event.json(),
                event.data(),
                event.metadata(),
                place.created(),
                place.position());
    }

    private static RecordedEvent with(RecordedEvent event, byte[] metadata) {
        return with(event, new NewEvent(event.id(), event.type(), event.json(), event.data(), metadata));
    }

    private static RecordedEvent altered(RecordedEvent event, String field) {
        byte[] other = "{\"other\":true}".getBytes(UTF_8);
        return switch (field) {
            case "type" -> with(event, new NewEvent(event.id(), "Other", event.json(), event.data(), event.metadata()));
            case "content type" ->
                with(event, new NewEvent(event.id(), event.type(), !event.json(), event.data(), event.metadata()));
            case "data" -> with(event, new NewEvent(event.id(), event.type(), event.json(), other, event.metadata()));
            default -> with(event, other);
        };
    }
}
