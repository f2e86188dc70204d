package io.linker.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.eventstore.dbclient.EventStoreDBConnectionString;
import com.eventstore.dbclient.EventStoreDBPersistentSubscriptionsClient;
import io.linker.ComparisonOptions;
import io.linker.Migration;
import io.linker.Settings;
import io.linker.Switchover;
import io.linker.error.NotReachedException;
import io.linker.esdb.Inventory;
import io.linker.event.Position;
import io.linker.event.RecordedEvent;
import io.linker.link.Database.Event;
import io.linker.origin.OriginSource;
import io.linker.testkit.EmbeddedEventStore;
import io.linker.verify.Finding.Kind;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Applications move from one database to another, and perhaps back. */
@Timeout(120)
class MigrationTest {
    private static final Duration QUIET = Duration.ofMillis(200);

    private final EmbeddedEventStore originNode = EmbeddedEventStore.start();
    private final EmbeddedEventStore destinationNode = EmbeddedEventStore.start();
    private final Pair pair = new Pair(originNode, destinationNode);

    @AfterEach
    void close() {
        pair.close();
        originNode.close();
        destinationNode.close();
    }

    private Migration migration(boolean exactCopy) {
        return MigrationProcess.migration(pair.originUri(), pair.destinationUri(), pair.token, exactCopy);
    }

    private void write(Database database, String stream, String... texts) {
        for (String text : texts) {
            database.append(pair.stream(stream), Event.of(pair.token + " " + text));
        }
    }

    private static void freeze(Migration migration) throws InterruptedException {
        assertThat(migration.awaitFreeze(QUIET, Pair.PATIENCE)).isTrue();
        assertThat(migration.drain(Pair.PATIENCE)).isTrue();
    }

    private static Switchover migrate(Migration migration) throws InterruptedException {
        assertThat(migration.copy(Pair.PATIENCE)).isTrue();
        freeze(migration);
        assertThat(migration.verify(ComparisonOptions.defaults()).isFaithful()).isTrue();
        return migration.switchOver();
    }

    private List<UUID> ids(Database database, String stream) {
        return database.ids(pair.stream(stream));
    }

    @ParameterizedTest(name = "exact copy: {0}")
    @ValueSource(booleans = {false, true})
    void applicationsMoveAndWhatTheyWriteThenComesBackOnce(boolean exactCopy) throws Exception {
        write(pair.origin, "moved", "a", "b", "c");
        write(pair.origin, "idle", "d");
        write(pair.origin, "gone", "e");
        pair.origin.delete(pair.stream("gone"));
        try (Migration migration = migration(exactCopy)) {
            migrate(migration);
            long before = pair.origin.history(pair.token).size();

            write(pair.destination, "moved", "f", "g");
            write(pair.destination, "new", "h");
            Pair.copy(migration.reverse());
            write(pair.destination, "moved", "i");
            Pair.copy(migration.reverse());

            for (String stream : List.of("moved", "idle", "gone", "new")) {
                assertThat(ids(pair.origin, stream)).isEqualTo(ids(pair.destination, stream));
            }
            assertThat(ids(pair.origin, "moved")).hasSize(6);
            assertThat(pair.origin.history(pair.token)).hasSize((int) before + 4);
            assertThat(pair.origin.history("linker-conflicts", "linker-park")).isEmpty();
        }
    }

    @Test
    void anOriginThatIsWrittenIsNotFrozen() throws Exception {
        write(pair.origin, "s", "a");
        try (Migration migration = migration(true);
                Writer writer = Writer.start(pair)) {
            assertThat(migration.awaitFreeze(Duration.ofSeconds(1), Duration.ofSeconds(2)))
                    .isFalse();
            assertThat(writer.written()).isPositive();
            assertThatThrownBy(() -> migration.drain(QUIET)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void whoeverWritesAfterTheFreezePreventsTheSwitch() throws Exception {
        write(pair.origin, "s", "a");
        try (Migration migration = migration(true)) {
            migration.copy(Pair.PATIENCE);
            freeze(migration);
            migration.verify(ComparisonOptions.defaults());
            write(pair.origin, "s", "straggler");
            assertThatThrownBy(migration::switchOver)
                    .isInstanceOf(NotReachedException.class)
                    .hasMessageContaining("was written after it was frozen");
            assertThat(migration.switchover()).isEmpty();

            migrate(migration);
            assertThat(ids(pair.destination, "s")).hasSize(2);
        }
    }

    @Test
    void aStepIsTakenAfterTheOneBeforeIt() throws Exception {
        try (Migration migration = migration(true)) {
            assertThatThrownBy(migration::switchOver).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> migration.verify(ComparisonOptions.defaults()))
                    .hasMessageContaining("drain");
            assertThatThrownBy(() -> migration.drain(QUIET)).hasMessageContaining("awaitFreeze");
            assertThatThrownBy(migration::reverse).hasMessageContaining("not made yet");
        }
        assertThatThrownBy(() -> new Migration(pair.link(Settings.defaults()).source(new OriginSource.Category("c"))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nobodyMovesToADamagedCopy() throws Exception {
        write(pair.origin, "s", "a");
        try (Migration migration = migration(true)) {
            migration.copy(Pair.PATIENCE);
            write(pair.destination, "t", "a stranger's");
            freeze(migration);
            assertThat(migration.verify(ComparisonOptions.defaults()).counts()).isEqualTo(Map.of(Kind.EXTRA, 1L));
            assertThatThrownBy(migration::switchOver)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("not faithful");
        }
    }

    @Test
    void theSwitchIsRememberedAndNotMadeAgain() throws Exception {
        write(pair.origin, "s", "a");
        Switchover made;
        try (Migration migration = migration(true)) {
            made = migrate(migration);
        }
        write(pair.destination, "s", "an application's");
        try (Migration again = migration(true)) {
            assertThat(again.switchover()).contains(made);
            assertThatThrownBy(() -> again.copy(QUIET)).hasMessageContaining("made the switch");
            assertThat(again.translate(Set.of(made.origin()))).isEqualTo(Map.of(made.origin(), made.destination()));
        }
    }

    @ParameterizedTest(name = "exact copy: {0}")
    @ValueSource(booleans = {false, true})
    void aReaderThatGoesOnBehindItsPlaceMissesNothing(boolean exactCopy) throws Exception {
        var random = new Random(5);
        for (int i = 0; i < 60; i++) {
            int round = i;
            pair.origin.append(
                    pair.stream("s" + random.nextInt(12)),
                    IntStream.range(0, 1 + random.nextInt(8))
                            .mapToObj(n -> Event.of(pair.token + " " + round + " " + n))
                            .toList());
        }
        pair.origin.delete(pair.stream("s3"));
        write(pair.origin, "s4", "behind");
        try (Migration migration = migration(exactCopy)) {
            migrate(migration);
            List<RecordedEvent> history = pair.origin.history(pair.token + "-");
            Set<Position> places = new HashSet<>(Set.of(Position.START));
            for (int i = 0; i < 30; i++) {
                places.add(history.get(random.nextInt(history.size())).position());
            }
            Map<Position, Position> safe = migration.translate(places);
            assertThat(safe).containsOnlyKeys(places);
            safe.forEach(this::assertMissesNothing);
            assertThat(safe.values()).as("no place is always the beginning").hasSizeGreaterThan(5);
        }
    }

    private void assertMissesNothing(Position processed, Position goesOn) {
        Set<UUID> seen = new HashSet<>();
        pair.origin.history(pair.token + "-").stream()
                .filter(event -> event.position().compareTo(processed) <= 0)
                .forEach(event -> seen.add(event.id()));
        assertThat(pair.destination.history(pair.token + "-"))
                .filteredOn(event -> event.position().compareTo(goesOn) <= 0)
                .extracting(RecordedEvent::id)
                .isSubsetOf(seen);
    }

    @Test
    void aShareOfALinkIsNoMigration() {
        var share = pair.link(Settings.exactCopy()).share(0, 2);
        assertThatThrownBy(() -> new Migration(share))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("share 0/2");
    }

    @Test
    void whatDoesNotTravelIsListed() throws Exception {
        var client = EventStoreDBPersistentSubscriptionsClient.create(
                EventStoreDBConnectionString.parseOrThrow(pair.originUri()));
        try (Migration migration = migration(true)) {
            assertThat(migration.inventory().groups()).isEmpty();
            client.createToStream(pair.stream("s"), "billing").get();
            client.createToAll("audit").get();
            Inventory inventory = migration.inventory();
            assertThat(inventory.groups())
                    .extracting(Inventory.Group::source, Inventory.Group::name)
                    .containsExactlyInAnyOrder(
                            org.assertj.core.groups.Tuple.tuple(pair.stream("s"), "billing"),
                            org.assertj.core.groups.Tuple.tuple("$all", "audit"));
            assertThat(inventory.unknown()).anyMatch(what -> what.startsWith("users"));
        } finally {
            client.shutdown().get();
        }
    }
}
