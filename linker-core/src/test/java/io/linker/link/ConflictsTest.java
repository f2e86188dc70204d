package io.linker.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.linker.LinkerService;
import io.linker.Settings;
import io.linker.conflict.ConflictDecision;
import io.linker.conflict.ConflictFact.Decision;
import io.linker.conflict.ConflictLog;
import io.linker.conflict.ConflictLog.Entry;
import io.linker.conflict.ConflictLog.State;
import io.linker.conflict.ConflictPolicy;
import io.linker.link.Database.Event;
import io.linker.status.LinkState;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a link records of conflicts, and what an operator does about them. */
class ConflictsTest extends LinkTest {
    private static final Settings DIVERTING =
            Settings.defaults().with(Settings.defaults().delivery().with(ConflictPolicy.conflictStream()));

    private List<Entry> all(ConflictLog log) {
        return log.list(ConflictLog.NEWEST, 100).entries();
    }

    @Test
    void whatWasDivertedIsListedShownDismissedAndReDriven() throws InterruptedException {
        String stream = pair.stream("1");
        destination.append(stream, event("b0"));
        origin.append(stream, event("a0"), event("a1"));
        pair.copy(DIVERTING);

        try (ConflictLog log = pair.link(DIVERTING).conflicts()) {
            List<Entry> found = all(log);
            assertThat(found).hasSize(2).allMatch(entry -> entry.state() == State.OPEN);
            assertThat(found).allMatch(entry -> entry.fact().decision() == Decision.DIVERTED);
            Entry a1 = found.get(0);
            Entry a0 = found.get(1);
            assertThat(a0.fact().eventId()).isEqualTo(event("a0").id());
            ConflictLog.Versions versions = log.show(a1.fact());
            assertThat(versions.arrived())
                    .isNotNull()
                    .matches(each -> each.id().equals(event("a1").id()));
            assertThat(versions.met())
                    .isNotNull()
                    .matches(each -> each.id().equals(event("b0").id()));

            log.dismiss(a1.fact(), "seen");
            log.dismiss(a1.fact(), "seen again");
            assertThat(log.redrive(a0.fact())).isEqualTo(1);
            assertThat(log.redrive(a0.fact())).isEqualTo(1);
            assertThat(all(log)).extracting(Entry::state).containsExactly(State.DISMISSED, State.REDRIVEN);
            assertThat(log.list(log.list(ConflictLog.NEWEST, 1).next(), 1).entries())
                    .extracting(Entry::state)
                    .containsExactly(State.REDRIVEN);
        }
        assertThat(destination.ids(stream))
                .containsExactly(event("b0").id(), event("a0").id());
        assertThat(destination.read(stream).get(1).metadata()).contains("$error");
    }

    @Test
    void aReplayRecordsNothingAgainAndWritesNoReDrivenEventAgain() throws InterruptedException {
        String stream = pair.stream("1");
        destination.append(stream, event("b0"));
        origin.append(stream, event("a0"), event("a1"));
        pair.copy(DIVERTING);
        try (ConflictLog log = pair.link(DIVERTING).conflicts()) {
            log.redrive(all(log).get(0).fact());
            log.redrive(all(log).get(1).fact());

            destination.delete("linker-checkpoint-" + pair.token);
            pair.copy(DIVERTING);
            assertThat(all(log)).hasSize(2).allMatch(entry -> entry.state() == State.REDRIVEN);
        }
        assertThat(destination.ids(stream))
                .containsExactly(event("b0").id(), event("a1").id(), event("a0").id());
    }

    @Test
    void aReplayRecognisesWhatCarriesNoProvenanceBelowAReDrivenEvent() throws InterruptedException {
        ConflictPolicy policy = conflict -> conflict.event().type().equals("aside")
                ? new ConflictDecision.Divert("linker-conflicts-" + pair.token + "-aside", "aside")
                : new ConflictDecision.AppendMarked("met");
        Settings mixed = Settings.defaults().with(Settings.defaults().delivery().with(policy));
        String stream = pair.stream("1");
        destination.append(stream, event("b0"));
        origin.append(stream, typed("a0", "aside", ""), event("a1"), typed("a2", "opaque", "no object"));
        pair.copy(mixed);
        try (ConflictLog log = pair.link(mixed).conflicts()) {
            assertThat(log.redrive(all(log).get(2).fact())).isEqualTo(3);
        }
        destination.delete("linker-checkpoint-" + pair.token);
        pair.copy(mixed);
        assertThat(destination.ids(stream))
                .containsExactly(
                        event("b0").id(),
                        event("a1").id(),
                        event("a2").id(),
                        event("a0").id());
    }

    private Event typed(String name, String type, String metadata) {
        Event plain = event(name);
        return new Event(plain.id(), type, plain.json(), plain.data(), metadata.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatWasAppendedIsRecordedAndNotReDriven() throws InterruptedException {
        String stream = pair.stream("1");
        destination.append(stream, event("b0"));
        origin.append(stream, event("a0"));
        pair.copy(Settings.defaults());
        try (ConflictLog log = pair.link(Settings.defaults()).conflicts()) {
            Entry only = all(log).get(0);
            assertThat(only.fact().decision()).isEqualTo(Decision.APPENDED);
            assertThatThrownBy(() -> log.redrive(only.fact())).hasMessageContaining("APPENDED");
        }
        assertThat(destination.ids(stream))
                .containsExactly(event("b0").id(), event("a0").id());
    }

    @Test
    void moreConflictsThanTheLinkMayHavePauseItUntilItIsResumed() throws InterruptedException {
        for (int number = 0; number < 5; number++) {
            destination.append(pair.stream("s" + number), event("b" + number));
            origin.append(pair.stream("s" + number), event("a" + number));
        }
        Settings careful = Settings.defaults().with(Settings.Conflicts.DEFAULTS.pausingAbove(2));
        try (LinkerService link = Pair.started(pair.link(careful))) {
            await().atMost(Pair.PATIENCE).until(() -> link.status().state() == LinkState.PAUSED);
            assertThat(link.status().reason())
                    .contains("more than 2 conflicts in one second")
                    .contains("linker-conflicts-" + pair.token);
            assertThat(link.status().conflicts()).isLessThanOrEqualTo(5);
            await().atMost(Pair.PATIENCE).until(() -> {
                link.resume();
                return link.status().conflicts() == 5 && link.status().state() != LinkState.PAUSED;
            });
            Pair.awaitCaughtUp(link);
        }
        for (int number = 0; number < 5; number++) {
            assertThat(destination.ids(pair.stream("s" + number)))
                    .containsExactly(
                            event("b" + number).id(), event("a" + number).id());
        }
    }
}
