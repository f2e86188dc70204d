package io.linker.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.linker.LinkerConnectionBuilder;
import io.linker.LinkerService;
import io.linker.LinkerServiceBuilder;
import io.linker.Settings;
import io.linker.conflict.ConflictPolicy;
import io.linker.event.SkipReason;
import io.linker.link.Database.Read;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Two links that go opposite ways, while applications write the same streams on both sides. */
class TwoWayTest extends LinkTest {
    private LinkerServiceBuilder there(Settings settings) {
        return pair.link(settings);
    }

    private LinkerServiceBuilder back(Settings settings) {
        return LinkerService.builder()
                .origin(LinkerConnectionBuilder.parse(pair.destinationUri(), Pair.DESTINATION))
                .destination(LinkerConnectionBuilder.parse(pair.originUri(), Pair.ORIGIN))
                .name(pair.token + "-back")
                .filter(pair.mine())
                .settings(settings);
    }

    private static List<UUID> ids(List<Read> events) {
        return events.stream().map(Read::id).sorted().toList();
    }

    private void awaitSame(String stream, int events) {
        await().atMost(Pair.PATIENCE).untilAsserted(() -> {
            assertThat(ids(origin.read(stream))).hasSize(events);
            assertThat(ids(destination.read(stream))).isEqualTo(ids(origin.read(stream)));
        });
    }

    private static long marked(List<Read> events) {
        return events.stream()
                .filter(event -> event.metadata().contains("$error"))
                .count();
    }

    @Test
    void bothSidesHoldTheSameEventsAndWhatLostItsPlaceIsMarked() {
        String stream = pair.stream("1");
        origin.append(stream, event("a0"), event("a1"));
        destination.append(stream, event("b0"));
        try (LinkerService there = Pair.started(there(Settings.twoWay()));
                LinkerService back = Pair.started(back(Settings.twoWay()))) {
            awaitSame(stream, 3);
            assertThat(marked(origin.read(stream))).isEqualTo(1);
            assertThat(marked(destination.read(stream))).isEqualTo(2);
            await().atMost(Pair.PATIENCE).untilAsserted(() -> {
                assertThat(there.status().conflicts()).isEqualTo(2);
                assertThat(back.status().conflicts()).isEqualTo(1);
            });
        }
    }

    @Test
    void writersThatTakeTurnsNeverConflictAlsoAfterRestarts() {
        String stream = pair.stream("1");
        for (int turn = 0; turn < 3; turn++) {
            try (LinkerService there = Pair.started(there(Settings.twoWay()));
                    LinkerService back = Pair.started(back(Settings.twoWay()))) {
                origin.append(stream, event("a" + turn));
                awaitSame(stream, 2 * turn + 1);
                destination.append(stream, event("b" + turn));
                awaitSame(stream, 2 * turn + 2);
                assertThat(there.status().conflicts() + back.status().conflicts())
                        .isZero();
            }
        }
        assertThat(marked(origin.read(stream)) + marked(destination.read(stream)))
                .isZero();
    }

    @Test
    void aStreamThatOneSideEndsIsEndedForBothAndWhatComesLaterIsCounted() throws InterruptedException {
        String stream = pair.stream("1");
        destination.append(stream, event("b0"));
        destination.tombstone(stream);
        origin.append(stream, event("a0"));
        try (LinkerService there = Pair.started(there(Settings.twoWay()))) {
            Pair.awaitCaughtUp(there);
            assertThat(there.status().skipped()).containsEntry(SkipReason.TOMBSTONED, 1L);
            assertThat(origin.isTombstoned(stream)).isFalse();

            try (LinkerService back = Pair.started(back(Settings.twoWay()))) {
                Pair.awaitCaughtUp(back);
                assertThat(origin.isTombstoned(stream)).isTrue();
            }
            Pair.awaitCaughtUp(there);
        }
    }

    @Test
    void ofTheDocumentsOfBothSidesTheLaterOneStays() {
        String stream = pair.stream("1");
        origin.append(stream, event("a0"));
        origin.setMetadata(stream, "{\"owner\":\"a\"}");
        destination.setMetadata(stream, "{\"owner\":\"b\",\"$maxCount\":9}");
        try (LinkerService there = Pair.started(there(Settings.twoWay()));
                LinkerService back = Pair.started(back(Settings.twoWay()))) {
            awaitOwner(stream, "b");
            origin.setMetadata(stream, "{\"owner\":\"c\"}");
            awaitOwner(stream, "c");
            assertThat(there.status().skipped()).containsEntry(SkipReason.SUPERSEDED, 1L);
            assertThat(back.status().skipped()).doesNotContainKey(SkipReason.SUPERSEDED);
        }
    }

    private void awaitOwner(String stream, String owner) {
        await().atMost(Pair.PATIENCE)
                .untilAsserted(() -> assertThat(List.of(origin.metadata(stream), destination.metadata(stream)))
                        .allMatch(document -> document.contains("\"owner\":\"" + owner + "\"")));
    }

    @Test
    void theConflictStreamTakesWhatLostItsPlace() throws InterruptedException {
        String stream = pair.stream("1");
        origin.append(stream, event("a0"));
        destination.append(stream, event("b0"));
        Settings diverting = Settings.twoWay().with(Settings.twoWay().delivery().with(ConflictPolicy.conflictStream()));
        try (LinkerService there = Pair.started(there(diverting))) {
            Pair.awaitCaughtUp(there);
            assertThat(there.status().skipped()).containsEntry(SkipReason.CONFLICT, 1L);
        }
        assertThat(destination.read(stream)).hasSize(1);
        List<Read> diverted =
                destination.read("linker-conflicts-from-" + Pair.ORIGIN + "-to-" + Pair.DESTINATION).stream()
                        .filter(event -> event.data().contains(pair.token))
                        .toList();
        assertThat(diverted)
                .singleElement()
                .satisfies(event -> assertThat(event.metadata())
                        .contains("\"$error\"", "\"$eventStreamId\":\"" + stream + "\"", "\"$eventNumber\":0"));
    }
}
