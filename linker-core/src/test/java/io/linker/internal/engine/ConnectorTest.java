package io.linker.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.linker.error.Failure;
import io.linker.error.Failure.Kind;
import io.linker.internal.flow.Agenda;
import io.linker.internal.flow.Backoff;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConnectorTest {
    private final Agenda agenda = new Agenda();
    private final List<Long> attempts = new ArrayList<>();
    private final List<Failure> verdicts = new ArrayList<>();
    private final Connector connector = new Connector(
            new Ids(),
            agenda,
            new Backoff(100, 30_000, new Random(3)),
            session -> attempts.add(agenda.now()),
            verdicts::add,
            false);

    private void worked() {
        connector.start();
        connector.progressed();
        attempts.clear();
    }

    /** Every attempt fails so, until this time. */
    private void fails(Kind kind, long untilMillis) {
        connector.lost(new Failure(kind, "refused"));
        while (agenda.nextDue() <= untilMillis) {
            agenda.advanceTo(agenda.nextDue());
            connector.lost(new Failure(kind, "refused"));
        }
        agenda.advanceTo(untilMillis);
    }

    @Test
    void anElectionIsAskedAboutEverySecondHoweverLongItTakes() {
        worked();
        fails(Kind.NOT_READY, 60_000);
        assertThat(attempts).hasSizeGreaterThan(50);
        assertThat(verdicts).isEmpty();
    }

    @Test
    void aPasswordThatAServerStillDoesNotKnowIsNotBelievedToBeWrong() {
        worked();
        fails(Kind.AUTHENTICATION, 2_900);
        assertThat(attempts).hasSizeGreaterThan(3);
        assertThat(verdicts).isEmpty();
        fails(Kind.AUTHENTICATION, 30_000);
        assertThat(verdicts).isNotEmpty();
    }

    @Test
    void credentialsThatNeverWorkedAreBelievedAtOnce() {
        connector.start();
        connector.lost(new Failure(Kind.AUTHENTICATION, "refused"));
        assertThat(verdicts).hasSize(1);
    }
}
