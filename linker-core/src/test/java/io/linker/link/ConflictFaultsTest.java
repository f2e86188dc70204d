package io.linker.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.linker.LinkerService;
import io.linker.Settings;
import io.linker.conflict.ConflictFact;
import io.linker.conflict.ConflictLog;
import io.linker.conflict.ConflictLog.Entry;
import io.linker.conflict.ConflictLog.State;
import io.linker.conflict.ConflictPolicy;
import io.linker.link.Database.Event;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Answers about conflicts that are lost on their way: what was written stands there once. */
class ConflictFaultsTest extends FaultTest {
    private static final Settings DIVERTING = SHARED.with(SHARED.delivery().with(ConflictPolicy.conflictStream()));

    private final String stream = pair.stream("1");
    private final String facts = ConflictFact.stream(pair.token);

    private List<Entry> all(ConflictLog log) {
        return log.list(ConflictLog.NEWEST, 100).entries();
    }

    @Test
    void aFactWhoseAnswerIsLostIsRecordedOnce() {
        pair.destination.append(stream, Event.of("b0"));
        pair.origin.append(stream, Event.of("a0"), Event.of("a1"));
        destinationNode.faults().appends().to(facts).next(2).commitButCut();
        try (LinkerService link = Pair.started(link(SHARED));
                ConflictLog log = pair.link(SHARED).conflicts()) {
            await().atMost(Pair.PATIENCE)
                    .until(() -> pair.destination.ids(stream).size() == 3);
            assertThat(all(log)).hasSize(2);
            assertThat(pair.destination.ids(facts)).hasSize(2).doesNotHaveDuplicates();
            await().atMost(Pair.PATIENCE).until(() -> link.status().conflicts() == 2);
        }
    }

    @Test
    void whatAnOperatorDoesIsDoneOnceWhateverBecomesOfTheAnswers() throws InterruptedException {
        pair.destination.append(stream, Event.of("b0"));
        pair.origin.append(stream, Event.of("a0"));
        Pair.copy(link(DIVERTING));
        destinationNode.faults().appends().to(stream).next(1).commitButCut();
        destinationNode.faults().appends().to(facts).next(1).refuseAsNotReady();
        try (ConflictLog log = link(DIVERTING).conflicts()) {
            Entry only = all(log).get(0);
            assertThat(log.redrive(only.fact())).isEqualTo(1);
            destinationNode.faults().appends().to(facts).next(1).commitButCut();
            log.dismiss(only.fact(), "done");
            assertThat(all(log)).extracting(Entry::state).containsExactly(State.REDRIVEN);
        }
        assertThat(pair.destination.ids(stream))
                .containsExactly(Event.of("b0").id(), Event.of("a0").id());
        assertThat(pair.destination.ids(facts)).hasSize(3).doesNotHaveDuplicates();
    }
}
