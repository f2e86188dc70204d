package io.linker.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.linker.LinkerServiceBuilder;
import io.linker.Settings;
import io.linker.filter.EventFilter;
import io.linker.origin.OriginSource;
import io.linker.origin.StartFrom;
import io.linker.origin.StopAt;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Links that read single streams. */
class SourcesTest extends LinkTest {
    private LinkerServiceBuilder link(Settings settings, String... streams) {
        return pair.link(settings).filter(EventFilter.everything()).source(new OriginSource.Streams(List.of(streams)));
    }

    @Test
    void onlyTheStreamsThatAreNamedArrive() throws InterruptedException {
        String one = pair.stream("1");
        String two = pair.stream("2");
        origin.append(one, events(50));
        origin.append(two, event("x"), event("y"));
        origin.append(pair.stream("3"), event("z"));

        Pair.copy(link(Settings.defaults(), one, two));

        assertThat(destination.ids(one)).hasSize(50).isEqualTo(origin.ids(one));
        assertThat(destination.ids(two)).hasSize(2).isEqualTo(origin.ids(two));
        assertThat(destination.read(pair.stream("3"))).isEmpty();
    }

    @Test
    void theyGoOnWhereTheyEnded() throws InterruptedException {
        String one = pair.stream("1");
        String two = pair.stream("2");
        for (int round = 0; round < 3; round++) {
            origin.append(one, event("a" + round));
            origin.append(two, event("b" + round), event("c" + round));
            try (var link = Pair.started(link(Settings.exactCopy(), one, two))) {
                Pair.awaitCaughtUp(link);
                assertThat(link.status().skippedInAll()).isZero();
            }
        }

        assertThat(destination.read(one)).isEqualTo(origin.read(one));
        assertThat(destination.read(two)).isEqualTo(origin.read(two));
    }

    @Test
    void aStreamThatDoesNotExistYetIsWaitedFor() throws InterruptedException {
        String stream = pair.stream("later");
        try (var link = Pair.started(link(Settings.defaults(), stream))) {
            origin.append(stream, event("a"));
            Pair.awaitCaughtUp(link);
            assertThat(destination.ids(stream)).containsExactly(event("a").id());
        }
    }

    @Test
    void theyMayBeginAtTheEnd() throws InterruptedException {
        String stream = pair.stream("1");
        origin.append(stream, event("old"));
        try (var link = Pair.started(link(Settings.defaults().with(StartFrom.end()), stream))) {
            origin.append(stream, event("new"));
            Pair.awaitCaughtUp(link);
        }
        assertThat(destination.ids(stream)).containsExactly(event("new").id());
    }

    @Test
    void theyMayStopAtTheHead() throws InterruptedException {
        String one = pair.stream("1");
        String two = pair.stream("2");
        origin.append(one, events(20));
        try (var link = Pair.started(link(Settings.defaults().with(StopAt.head()), one, two))) {
            assertThat(link.awaitStopped(Pair.PATIENCE)).isTrue();
        }
        assertThat(destination.ids(one)).hasSize(20).isEqualTo(origin.ids(one));
    }

    @Test
    void aTombstoneOfOneOfThemFollows() throws InterruptedException {
        String one = pair.stream("1");
        String two = pair.stream("2");
        origin.append(one, event("a"));
        origin.append(two, event("b"));
        Pair.copy(link(Settings.defaults(), one, two));
        origin.tombstone(one);

        Pair.copy(link(Settings.defaults(), one, two));

        assertThat(destination.isTombstoned(one)).isTrue();
        assertThat(destination.ids(two)).hasSize(1);
    }
}
