package io.linker.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.linker.Delivery;
import io.linker.LinkerConnectionBuilder;
import io.linker.LinkerService;
import io.linker.LinkerServiceBuilder;
import io.linker.Settings;
import io.linker.event.SkipReason;
import io.linker.link.Database.Event;
import io.linker.link.Database.Read;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Soft deletes on both sides of two links that go opposite ways. */
class TwoWayDeletesTest extends LinkTest {
    private static final Settings SETTINGS = Settings.twoWay().copyingDeletes();

    private LinkerServiceBuilder back() {
        return LinkerService.builder()
                .origin(LinkerConnectionBuilder.parse(pair.destinationUri(), Pair.DESTINATION))
                .destination(LinkerConnectionBuilder.parse(pair.originUri(), Pair.ORIGIN))
                .name(pair.token + "-back")
                .filter(pair.mine())
                .settings(SETTINGS);
    }

    private void awaitSeen(String stream, Event... events) {
        List<UUID> expected = Stream.of(events).map(Event::id).sorted().toList();
        await().atMost(Pair.PATIENCE).untilAsserted(() -> {
            assertThat(ids(origin.read(stream))).isEqualTo(expected);
            assertThat(ids(destination.read(stream))).isEqualTo(expected);
        });
    }

    private static List<UUID> ids(List<Read> events) {
        return events.stream().map(Read::id).sorted().toList();
    }

    @Test
    void whatOneSideDeletesDisappearsOnBothAndWhatComesLaterIsSeenAlsoAfterALostCheckpoint()
            throws InterruptedException {
        String stream = pair.stream("1");
        Event later = event("b1");
        Event last = event("a2");
        for (int run = 0; run < 2; run++) {
            try (LinkerService there = Pair.started(pair.link(SETTINGS));
                    LinkerService back = Pair.started(back())) {
                if (run == 0) {
                    origin.append(stream, event("a0"), event("a1"));
                    destination.append(stream, event("b0"));
                    await().atMost(Pair.PATIENCE)
                            .until(() -> origin.read(stream).size() == 3);
                    await().atMost(Pair.PATIENCE)
                            .until(() -> destination.read(stream).size() == 3);
                    origin.delete(stream);
                    awaitSeen(stream);
                    destination.append(stream, later);
                    awaitSeen(stream, later);
                    destination.delete(stream);
                    awaitSeen(stream);
                    origin.append(stream, last);
                }
                Pair.awaitCaughtUp(there);
                Pair.awaitCaughtUp(back);
                awaitSeen(stream, last);
                assertThat(there.status().skipped()).doesNotContainKey(SkipReason.CONFLICT);
            }
            destination.delete("linker-checkpoint-" + pair.token);
            origin.delete("linker-checkpoint-" + pair.token + "-back");
        }
    }

    @Test
    void whatADeleteDidNotKnowSurvivesItOnBothSides() throws InterruptedException {
        String stream = pair.stream("1");
        origin.append(stream, event("a0"));
        try (LinkerService there = Pair.started(pair.link(SETTINGS))) {
            Pair.awaitCaughtUp(there);
        }
        origin.delete(stream);
        Event unknown = event("b0");
        destination.append(stream, unknown);
        try (LinkerService there = Pair.started(pair.link(SETTINGS));
                LinkerService back = Pair.started(back())) {
            awaitSeen(stream, unknown);
            assertThat(there.status().skipped()).doesNotContainKey(SkipReason.CONFLICT);
            assertThat(back.status().skipped()).doesNotContainKey(SkipReason.CONFLICT);
        }
    }

    @Test
    void aDeleteThatNoTruncationCanRepeatIsUndoneOnBothSidesAndCounted() throws InterruptedException {
        String stream = pair.stream("1");
        Event deleted = event("a0");
        origin.append(stream, deleted);
        origin.delete(stream);
        Event unknown = event("b0");
        destination.append(stream, unknown);
        try (LinkerService there = Pair.started(pair.link(SETTINGS));
                LinkerService back = Pair.started(back())) {
            awaitSeen(stream, deleted, unknown);
            await().atMost(Pair.PATIENCE)
                    .untilAsserted(() -> assertThat(there.status().skipped()).containsEntry(SkipReason.CONFLICT, 1L));
            assertThat(back.status().skipped()).doesNotContainKey(SkipReason.CONFLICT);
            origin.delete(stream);
            awaitSeen(stream);
        }
    }

    @Test
    void deletesInALoopAreRefusedWhereTheyCannotBeCopied() {
        Settings settings = Settings.twoWay().copyingDeletes();
        List<Settings> refused = List.of(
                settings.with(settings.delivery().with(Delivery.Loop.MESH)),
                settings.with(settings.delivery().lookingUpIds()),
                settings.with(settings.delivery().healing()),
                Settings.twoWay().with(Settings.defaults().content()));
        for (Settings each : refused) {
            assertThatThrownBy(() -> pair.link(each).build())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("soft deletes");
        }
    }
}
