package io.linker.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.linker.checkpoint.Share;
import io.linker.error.Failure;
import io.linker.error.LinkStoppedException;
import io.linker.error.StopReason;
import io.linker.filter.EventFilter;
import io.linker.filter.NamePattern;
import io.linker.status.LinkState;
import io.linker.status.LinkStatus;
import io.linker.testkit.internal.log.ExpectedRevision;
import io.linker.testkit.internal.log.NewEvent;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A link that does not move says why, and a link that moves again says nothing of it. */
class StatusTest {
    private static final String S = "s-1";

    private final World world = new World(7);
    private final SimDatabase from = new SimDatabase(world);
    private final SimDatabase to = new SimDatabase(world);

    private void write(String type) {
        var event = new NewEvent(UUID.randomUUID(), type, false, ByteString.copyFromUtf8(type), ByteString.EMPTY);
        from.log.append(S, ExpectedRevision.ANY, List.of(event));
        from.changed();
    }

    private void pass(long millis) {
        world.advanceTo(world.now() + millis);
    }

    private SimLink started(EventFilter filter) {
        SimLink link = SimLinks.link(world, from, to, SimLinks.Kind.SHARED.with(filter));
        link.start();
        pass(5_000);
        assertThat(link.core().status().state()).isEqualTo(LinkState.LIVE);
        return link;
    }

    private void assertHeals(SimLink link) {
        pass(30_000);
        LinkStatus status = link.core().status();
        assertThat(status.state()).isEqualTo(LinkState.LIVE);
        assertThat(status.reason()).isEmpty();
        assertThat(to.log.stream(S).head()).isNotNegative();
    }

    @Test
    void aDestinationThatIsNotReadyForLongIsShown() {
        SimLink link = started(EventFilter.everything());
        to.weather.moods(0, 1);
        write("a");
        for (int i = 0; i < 20; i++) {
            pass(10_000);
            LinkStatus status = link.core().status();
            assertThat(status.state()).isEqualTo(LinkState.RETRYING);
            assertThat(status.reason()).contains("destination", S, "not ready", "for more than");
        }
        to.weather.moods(0, 0);
        assertHeals(link);
    }

    @Test
    void aDestinationThatIsNotReadyForAMomentIsNotShown() {
        SimLink link = started(EventFilter.everything());
        to.weather.moods(0, 1);
        write("a");
        pass(2_000);
        assertThat(link.core().status().reason()).isEmpty();
        to.weather.moods(0, 0);
        assertHeals(link);
    }

    @Test
    void readsThatKeepFailingAreShown() {
        SimLink link = started(EventFilter.types(NamePattern.exact("dropped")).not());
        to.weather.moods(1, 0);
        write("dropped");
        write("kept"); // not the first of its stream, so the destination is asked where it stands
        pass(10_000);
        assertThat(link.core().status().state()).isEqualTo(LinkState.RETRYING);
        assertThat(link.core().status().reason()).contains("destination", "read", "timed out");
        to.weather.moods(0, 0);
        assertHeals(link);
    }

    @Test
    void aReadThatIsRefusedTakesAnotherConnection() {
        SimLink link = started(EventFilter.types(NamePattern.exact("dropped")).not());
        to.weather.unreadable = Failure.Kind.AUTHENTICATION; // until credentials are sent anew
        write("dropped");
        write("kept");
        pass(100);
        assertThat(link.core().status().reason()).contains("destination", "refused");
        assertHeals(link);
    }

    @Test
    void aShareThatWaitsSaysOnlyThatHoweverLateItsOriginWasReached() {
        from.weather.refusesUntil = 12_000;
        SimLink link = SimLinks.link(world, from, to, SimLinks.Kind.SHARED.with(new Share(1, 2)));
        link.start();
        pass(25_000);
        assertThat(link.core().status().reason())
                .contains("start its share 0/2")
                .doesNotContain("refused");
        pass(5_001);
        LinkStoppedException verdict = Objects.requireNonNull(link.verdict());
        assertThat(verdict.reason()).isEqualTo(StopReason.SETTINGS_CHANGED);
        assertThat(verdict).hasMessageContaining("start its share 0/2");
    }

    @Test
    void soDoesOneAtTheOrigin() {
        SimLink link = started(EventFilter.everything());
        from.weather.unreadable = Failure.Kind.AUTHENTICATION;
        to.append(S, UUID.randomUUID(), "stranger", "{}", "[]"); // may be the link's, so the origin is asked
        write("a");
        write("b");
        pass(100);
        assertThat(link.core().status().reason()).contains("origin", "refused");
        assertHeals(link);
    }

    @Test
    void aLinkThatWasIdleForLongTakesNothingForSilence() {
        SimLink link = started(EventFilter.everything());
        pass(600_000);
        write("a");
        for (int i = 0; i < 200; i++) {
            pass(5);
            assertThat(link.core().status().state()).isIn(LinkState.LIVE, LinkState.CATCHING_UP);
        }
        assertHeals(link);
    }
}
