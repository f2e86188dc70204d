package io.linker.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.linker.LinkerService;
import io.linker.Settings;
import io.linker.event.OriginPosition;
import io.linker.event.RecordedEvent;
import io.linker.origin.StartFrom;
import io.linker.origin.StopAt;
import io.linker.status.LinkState;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where a link begins and where it ends. */
class BoundsTest extends LinkTest {
    private RecordedEvent recorded(int index) {
        return origin.history(pair.token).get(index);
    }

    private static OriginPosition at(RecordedEvent event) {
        return new OriginPosition.All(event.position());
    }

    @Test
    void fromTheEndOnlyWhatIsWrittenFromNowOnArrives() throws InterruptedException {
        String stream = pair.stream("1");
        origin.append(stream, event("old"));
        try (LinkerService link = Pair.started(pair.link(Settings.defaults().with(StartFrom.end())))) {
            origin.append(stream, event("new"));
            Pair.awaitCaughtUp(link);
        }
        assertThat(destination.ids(stream)).containsExactly(event("new").id());
    }

    @Test
    void aLinkThatBeganAtTheEndGoesOnWhereItEnded() throws InterruptedException {
        String stream = pair.stream("1");
        origin.append(stream, event("old"));
        pair.copy(Settings.defaults().with(StartFrom.end()));
        origin.append(stream, event("between"));

        pair.copy(Settings.defaults().with(StartFrom.end()));

        assertThat(destination.ids(stream)).containsExactly(event("between").id());
    }

    @Test
    void fromAPositionWhatIsBehindItArrives() throws InterruptedException {
        String stream = pair.stream("1");
        origin.append(stream, event("a"));
        origin.append(stream, event("b"));
        origin.append(stream, event("c"));

        pair.copy(Settings.defaults().with(StartFrom.after(at(recorded(0)))));

        assertThat(destination.ids(stream))
                .containsExactly(event("b").id(), event("c").id());
    }

    @Test
    void fromAPointInTimeWhatWasWrittenSinceArrives() throws InterruptedException {
        String stream = pair.stream("1");
        origin.append(stream, event("a"));
        RecordedEvent last = recorded(0);
        int written = 1;
        while (!recorded(written - 1).created().isAfter(last.created())) {
            origin.append(stream, event("later " + written++));
        }
        List<RecordedEvent> all = origin.history(pair.token);
        RecordedEvent first = all.get(written - 1);

        pair.copy(Settings.defaults().with(StartFrom.time(first.created())));

        assertThat(destination.ids(stream)).containsExactly(first.id());
    }

    @Test
    void aLinkThatStopsAtTheHeadEndsByItselfWithEverythingThatWasThere() throws InterruptedException {
        String stream = pair.stream("1");
        origin.append(stream, events(300));
        try (LinkerService link = Pair.started(pair.link(Settings.defaults().with(StopAt.head())))) {
            assertThat(link.awaitStopped(Pair.PATIENCE)).isTrue();
            assertThat(link.status().state()).isEqualTo(LinkState.STOPPED);
            assertThat(link.status().delivered()).isEqualTo(300);
        }
        pair.assertFaithful(Pair.DEFAULTS);
        origin.append(stream, event("later"));

        try (LinkerService link = Pair.started(pair.link(Settings.defaults().with(StopAt.head())))) {
            assertThat(link.awaitStopped(Pair.PATIENCE)).isTrue();
        }
        assertThat(destination.ids(stream)).hasSize(301);
        pair.assertFaithful(Pair.DEFAULTS);
    }

    @Test
    void aLinkThatStopsAtTheHeadEndsAlsoWhereThereIsNothing() throws InterruptedException {
        try (LinkerService link = Pair.started(pair.link(Settings.defaults().with(StopAt.head())))) {
            assertThat(link.awaitStopped(Pair.PATIENCE)).isTrue();
        }
    }

    @Test
    void aLinkThatStopsAtAnEventItsFilterLeavesOutEndsBeforeIt() throws InterruptedException {
        String stream = pair.stream("1");
        origin.append(stream, event("a"));
        origin.append(pair.token + "+filtered", event("filtered"));

        Settings settings = Settings.defaults().with(StopAt.at(at(recorded(1))));
        try (LinkerService link = Pair.started(pair.link(settings))) {
            assertThat(link.awaitStopped(Pair.PATIENCE)).isTrue();
        }
        assertThat(destination.ids(stream)).containsExactly(event("a").id());

        try (LinkerService again = Pair.started(pair.link(settings))) {
            assertThat(again.awaitStopped(Pair.PATIENCE)).isTrue();
        }
    }

    @Test
    void aLinkThatStopsAtAPositionCopiesThatEventAndNoneBehindIt() throws InterruptedException {
        String stream = pair.stream("1");
        origin.append(stream, event("a"));
        origin.append(stream, event("b"));
        origin.append(stream, event("c"));

        Settings settings = Settings.defaults().with(StopAt.at(at(recorded(1))));
        try (LinkerService link = Pair.started(pair.link(settings))) {
            assertThat(link.awaitStopped(Pair.PATIENCE)).isTrue();
        }

        assertThat(destination.ids(stream))
                .containsExactly(event("a").id(), event("b").id());
    }
}
