package io.linker.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.linker.ComparisonOptions;
import io.linker.LinkerService;
import io.linker.Settings;
import io.linker.error.NotReachedException;
import io.linker.filter.EventFilter;
import io.linker.link.Database.Event;
import io.linker.origin.OriginSource;
import io.linker.origin.StartFrom;
import io.linker.testkit.EmbeddedEventStore;
import io.linker.verify.Finding.Kind;
import io.linker.verify.Report;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both ends are compared while events go on flowing from one to the other. */
@Timeout(90)
class LiveComparisonTest {
    private static final ComparisonOptions WAITING =
            ComparisonOptions.defaults().waiting(Pair.PATIENCE);

    private final EmbeddedEventStore originNode =
            EmbeddedEventStore.builder().standardProjections(true).start();
    private final EmbeddedEventStore destinationNode = EmbeddedEventStore.start();
    private final Pair pair = new Pair(originNode, destinationNode);
    private final Database origin = pair.origin;
    private final Database destination = pair.destination;

    @AfterEach
    void close() {
        pair.close();
        originNode.close();
        destinationNode.close();
    }

    private Event event(String text) {
        return Event.of(pair.token + " " + text);
    }

    private List<Event> events(int number) {
        return IntStream.range(0, number).mapToObj(i -> event("event " + i)).toList();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsWrittenMeanwhileIsNeitherLostNorExtra(boolean exactCopy) throws Exception {
        Settings settings = exactCopy ? Settings.exactCopy() : Settings.defaults();
        try (LinkerService link = Pair.started(pair.link(settings));
                Writer writer = Writer.start(pair)) {
            for (int i = 0; i < 10; i++) {
                long before = writer.written();
                Report report = pair.link(settings).compare(WAITING);
                assertThat(report.isFaithful()).as(report.toString()).isTrue();
                assertThat(report.faithful()).isGreaterThanOrEqualTo(before / 2);
            }
            assertThat(writer.written()).isPositive();
            assertThat(link.status().delivered()).isPositive();
        }
    }

    @Test
    void damageIsFoundUnderALink() throws Exception {
        try (LinkerService link = Pair.started(pair.link(Settings.exactCopy()))) {
            origin.append(pair.stream("1"), events(5));
            Pair.awaitCaughtUp(link);
            destination.append(pair.stream("2"), event("nobody's"));
            Report report = pair.link(Settings.exactCopy()).compare(WAITING);
            assertThat(report.counts()).isEqualTo(Map.of(Kind.EXTRA, 1L));
        }
    }

    @Test
    void aLinkThatIsBehindIsToldApartFromOneThatLost() throws Exception {
        origin.append(pair.stream("1"), events(5));
        pair.copy(Settings.defaults());
        origin.append(pair.stream("1"), event("later"));
        var hurried = ComparisonOptions.defaults().waiting(Duration.ofMillis(300));
        assertThatThrownBy(() -> pair.link(Settings.defaults()).compare(hurried))
                .isInstanceOf(NotReachedException.class)
                .hasMessageContaining("Is it running?");
        assertThat(pair.link(Settings.defaults()).compare().counts()).isEqualTo(Map.of(Kind.LOST, 1L));
    }

    @Test
    void nobodyWaitsForALinkThatNeverWasOrHasAnotherFilter() throws Exception {
        assertThatThrownBy(() -> pair.link(Settings.defaults()).compare(WAITING))
                .isInstanceOf(NotReachedException.class)
                .hasMessageContaining("no checkpoint");
        pair.copy(Settings.defaults());
        assertThatThrownBy(() -> pair.link(Settings.defaults())
                        .filter(EventFilter.everything())
                        .compare(WAITING))
                .isInstanceOf(NotReachedException.class)
                .hasMessageContaining("filter");
    }

    @Test
    void singleStreamsAndCategoriesAreComparedUnderALink() throws Exception {
        String stream = pair.stream("1");
        origin.append(stream, events(20));
        origin.append(pair.stream("2"), events(20));
        for (OriginSource source :
                List.of(new OriginSource.Streams(List.of(stream)), new OriginSource.Category(pair.token))) {
            var link = pair.link(Settings.defaults())
                    .source(source)
                    .filter(EventFilter.everything())
                    .name(pair.token + "-" + source.getClass().getSimpleName());
            Pair.copy(link);
            Report report = link.compare(WAITING);
            assertThat(report.count(Kind.LOST)).as(report.toString()).isZero();
            assertThat(report.count(Kind.EXTRA)).isZero();
        }
    }

    @Test
    void whatTheFilterLeavesOutIsNoneOfAnExactCopysButStrangersInItsStreamsAre() throws Exception {
        origin.append(pair.stream("1"), event("a"));
        destination.append("other-" + pair.token, event("others"));
        destination.setMetadata("other-" + pair.token, "{\"owner\":\"others\"}");
        pair.copy(Settings.exactCopy());
        var link = pair.link(Settings.exactCopy());
        assertThat(link.compare().isFaithful()).isTrue();

        destination.append(pair.stream("2"), event("a stranger's"));
        assertThat(link.compare().count(Kind.EXTRA)).isEqualTo(1);
    }

    @Test
    void aLinkThatBeganAtTheEndIsComparedFromThePlaceThatIsGiven() {
        assertThatThrownBy(() ->
                        pair.link(Settings.defaults().with(StartFrom.end())).compare())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("StartFrom.after(position)");
    }

    @Test
    void aComparisonKeepsToItsRate() throws Exception {
        origin.append(pair.stream("1"), events(300));
        pair.copy(Settings.defaults());
        long began = System.nanoTime();
        Report report = pair.link(Settings.defaults())
                .compare(ComparisonOptions.defaults().reading(Settings.Limits.events(200)));
        assertThat(report.isFaithful()).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofSeconds(2));
    }
}
