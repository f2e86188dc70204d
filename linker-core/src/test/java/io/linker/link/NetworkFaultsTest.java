package io.linker.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.linker.status.LinkState;
import io.linker.testkit.FaultProxy;
import io.linker.testkit.FaultProxy.Direction;
import org.junit.jupiter.api.Test;

/** A bad network delays a link and harms nothing. */
class NetworkFaultsTest extends FaultTest {
    @Test
    void connectionsThatBreakAreReplaced() throws Exception {
        survives(EXCLUSIVE, link -> {
            for (int i = 0; i < 3; i++) {
                destinationWay.resetAll();
                delivers(link, 20);
                originWay.resetAll();
                delivers(link, 20);
            }
        });
    }

    @Test
    void bothEndsMayBreakAtOnce() throws Exception {
        survives(SHARED, link -> {
            originWay.resetAll();
            destinationWay.resetAll();
            delivers(link, 20);
        });
    }

    @Test
    void aDestinationThatRefusesConnectionsIsTriedAgainAndShown() throws Exception {
        survives(SHARED, link -> {
            away(destinationWay);
            await().until(() -> link.status().state() == LinkState.RETRYING);
            assertThat(link.status().reason()).contains("destination-01", "cannot be reached");
            destinationWay.heal();
            delivers(link, 20);
        });
    }

    @Test
    void anOriginThatRefusesConnectionsIsTriedAgainAndShown() throws Exception {
        survives(SHARED, link -> {
            away(originWay);
            await().until(() -> link.status().state() == LinkState.RETRYING);
            assertThat(link.status().reason()).contains("origin-01", "cannot be reached");
            originWay.heal();
            delivers(link, 20);
        });
    }

    private static void away(FaultProxy way) {
        way.refuse();
        way.resetAll();
    }

    @Test
    void aNetworkThatStandsStillForAMomentIsWaitedFor() throws Exception {
        survives(EXCLUSIVE, link -> {
            destinationWay.stall();
            originWay.stall();
            await().until(() ->
                    link.status().lagTime().toMillis() > 500 || link.status().unanswered() > 0);
            destinationWay.resume();
            originWay.resume();
            delivers(link, 20);
        });
    }

    @Test
    void aDestinationThatStandsStillForLongIsReplacedAndNothingIsWrittenTwice() throws Exception {
        survives(EXCLUSIVE, link -> {
            destinationWay.stall();
            await().atMost(Pair.PATIENCE).until(() -> link.status().state() == LinkState.RETRYING);
            destinationWay.resume();
            delivers(link, 20);
        });
    }

    @Test
    void answersThatAreLostForGoodAreAskedForAgain() throws Exception {
        survives(EXCLUSIVE, link -> {
            destinationWay.swallow(Direction.TO_CLIENT);
            await().atMost(Pair.PATIENCE).until(() -> link.status().state() == LinkState.RETRYING);
            destinationWay.heal();
            delivers(link, 20);
        });
    }

    @Test
    void requestsThatAreLostForGoodAreSentAgain() throws Exception {
        survives(SHARED, link -> {
            destinationWay.swallow(Direction.TO_SERVER);
            await().atMost(Pair.PATIENCE).until(() -> link.status().state() == LinkState.RETRYING);
            destinationWay.heal();
            delivers(link, 20);
        });
    }

    @Test
    void anOriginThatIsSilentThoughItsConnectionStandsIsNoticed() throws Exception {
        survives(SHARED, link -> {
            originWay.swallow(Direction.TO_CLIENT);
            await().atMost(Pair.PATIENCE).until(() -> link.status().state() == LinkState.RETRYING);
            originWay.heal();
            delivers(link, 20);
        });
    }
}
