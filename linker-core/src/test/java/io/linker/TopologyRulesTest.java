package io.linker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.linker.error.InvalidTopologyException;
import io.linker.filter.EventFilter;
import io.linker.filter.NamePattern;
import io.linker.origin.OriginSource;
import org.junit.jupiter.api.Test;

/** What is refused before anything is connected, and that the message tells what to do. */
class TopologyRulesTest {
    private static final EventFilter ORDERS = EventFilter.streams(NamePattern.prefix("order-"));

    private final LinkerConnectionBuilder a = at("a", 1);
    private final LinkerConnectionBuilder b = at("b", 2);
    private final LinkerConnectionBuilder c = at("c", 3);
    private final LinkerConnectionBuilder d = at("d", 4);
    private final LinkerTopologyBuilder links = LinkerTopology.builder();

    private static LinkerConnectionBuilder at(String name, int port) {
        return LinkerConnectionBuilder.parse("esdb://host:" + port + "?tls=false", name);
    }

    private static LinkerServiceBuilder link(LinkerConnectionBuilder from, LinkerConnectionBuilder to) {
        return LinkerService.builder().origin(from).destination(to);
    }

    private static LinkerServiceBuilder exact(LinkerConnectionBuilder from, LinkerConnectionBuilder to) {
        return link(from, to).settings(Settings.exactCopy());
    }

    private void assertRefused(String... words) {
        assertThatThrownBy(links::build)
                .isInstanceOf(InvalidTopologyException.class)
                .hasMessageContainingAll(words);
    }

    private void assertAccepted() {
        assertThatCode(() -> links.build().close()).doesNotThrowAnyException();
    }

    @Test
    void twoLinksNeedTwoNames() {
        links.link(a, b).link(link(a, b).filter(ORDERS));
        assertRefused("'a-to-b'", ".name(");
    }

    @Test
    void twoLinksBetweenTheSameDatabasesShareTheWork() {
        links.link(link(a, b).filter(ORDERS))
                .link(link(a, b).filter(ORDERS.not()).name("others"));
        assertAccepted();
    }

    @Test
    void oneDatabaseHasOneName() {
        links.link(a, b).link(a, LinkerConnectionBuilder.parse("esdb://HOST:2?tls=false", "c"));
        assertRefused("host:2", "'b'", "'c'", "one LinkerConnectionBuilder");
    }

    @Test
    void oneNameHasOneDatabase() {
        links.link(a, b).link(c, at("b", 5));
        assertRefused("'b'", "host:2", "host:5", "severalAddresses(\"b\")");
    }

    @Test
    void aDatabaseMayHaveSeveralAddressesIfItIsSaid() {
        links.link(a, b).link(c, at("b", 5)).severalAddresses("b");
        assertAccepted();
    }

    @Test
    void addressesThatShareANodeAreOneCluster() {
        links.link(a, b).link(c, LinkerConnectionBuilder.parse("esdb://host:5,host:2?tls=false", "b"));
        assertAccepted();
    }

    @Test
    void anExactCopyClosesNoLoop() {
        links.link(a, b).link(exact(b, a));
        assertRefused("b -> a -> b", "'b-to-a'", "exactCopy", "Settings.defaults()");
    }

    @Test
    void aLongLoopIsSpelledOut() {
        links.link(exact(a, b)).link(b, c).link(c, d).link(d, a);
        assertRefused("a -> b -> c -> d -> a", "'a-to-b'");
    }

    @Test
    void anExactCopyOfALoopIsNoPartOfIt() {
        links.bothWays(a, b).link(exact(b, c));
        assertAccepted();
    }

    @Test
    void anExactCopyIsNoneOfSeveralWays() {
        links.link(exact(a, b)).link(a, c).link(b, d).link(c, d);
        assertRefused("'a' reach 'd'", "a -> b -> d", "a -> c -> d", "'a-to-b'", "exactCopy");
    }

    @Test
    void anExactCopyMayFeedAMesh() {
        links.link(exact(d, a)).bothWays(a, b).bothWays(b, c).bothWays(c, a);
        assertAccepted();
    }

    @Test
    void theWaysIntoADatabaseOfAMeshSelectTheSame() {
        links.bothWays(a, b).bothWays(b, c).link(c, a).link(link(a, c).filter(ORDERS));
        assertRefused("by several ways", "'a-to-c' streams", "'c-to-b' everything", "one filter");
    }

    @Test
    void aSourceSelectsToo() {
        links.link(a, b).link(b, c).link(link(a, c).source(new OriginSource.Category("order")));
        assertRefused("'a' reach 'c'", "$ce-order");
    }

    @Test
    void equalFiltersNeedNotBeTheSameObject() {
        links.link(link(a, b).filter(ORDERS)).link(link(b, c).filter(ORDERS));
        links.link(link(a, c).filter(EventFilter.streams(NamePattern.prefix("order-"))));
        assertAccepted();
    }

    @Test
    void whatFeedsAMeshMaySelectAsItLikes() {
        links.link(link(d, a).filter(ORDERS)).bothWays(a, b).bothWays(b, c).bothWays(c, a);
        assertAccepted();
    }

    @Test
    void aMeshMaySplitItsWorkInTheSameWayEverywhere() {
        for (LinkerConnectionBuilder from : new LinkerConnectionBuilder[] {a, b, c}) {
            for (LinkerConnectionBuilder to : new LinkerConnectionBuilder[] {a, b, c}) {
                if (from != to) {
                    String name = from.name() + "-to-" + to.name();
                    links.link(link(from, to).filter(ORDERS).name(name + "-orders"));
                    links.link(link(from, to).filter(ORDERS.not()).name(name + "-others"));
                }
            }
        }
        assertAccepted();
    }

    @Test
    void aTopologyHasALink() {
        assertThatThrownBy(links::build).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void eachLinkGetsItsPlaceAndKeepsTheRest() {
        Settings limited = Settings.defaults().with(Settings.Limits.events(7));
        assertThat(limited.in(Delivery.Loop.ONE_WAY)).isEqualTo(limited);
        Settings placed = limited.in(Delivery.Loop.MESH);
        assertThat(placed.delivery().loop()).isEqualTo(Delivery.Loop.MESH);
        assertThat(placed.content()).isEqualTo(Settings.mesh().content());
        assertThat(placed.limits()).isEqualTo(limited.limits());
        assertThat(Settings.mesh().in(Delivery.Loop.ONE_WAY)).isEqualTo(Settings.mesh());
    }
}
