package io.linker;

import static org.assertj.core.api.Assertions.assertThat;

import io.linker.Delivery.Loop;
import io.linker.LinkGraph.Edge;
import io.linker.LinkGraph.Meeting;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinkGraphTest {
    private static final Pattern LINK = Pattern.compile("(\\w+)([>=])(\\w+)");

    /** {@code a>b} is a link, {@code a=b} one each way. */
    private static LinkGraph graph(String links) {
        var edges = new LinkedHashSet<Edge>();
        Matcher link = LINK.matcher(links);
        while (link.find()) {
            edges.add(new Edge(link.group(1), link.group(3)));
            if (link.group(2).equals("=")) {
                edges.add(new Edge(link.group(3), link.group(1)));
            }
        }
        return new LinkGraph(edges);
    }

    private static Loop loop(LinkGraph graph, String from, String to) {
        return graph.loop(new Edge(from, to), graph.meetings());
    }

    @ParameterizedTest
    @CsvSource({
        "one link,              a>b,                     ONE_WAY",
        "a chain,               a>b b>c c>d,             ONE_WAY",
        "fan-out,               a>b a>c,                 ONE_WAY",
        "fan-in,                a>c b>c,                 ONE_WAY",
        "two into two,          a>c a>d b>c b>d,         ONE_WAY",
        "a pair,                a=b,                     TWO_WAY",
        "a star of pairs,       a=b a=c a=d,             TWO_WAY",
        "a chain of pairs,      a=b b=c c=d,             TWO_WAY",
        "a mesh,                a=b b=c a=c,             MESH",
        "a ring of pairs,       a=b b=c c=d d=a,         MESH",
        "a ring one way,        a>b b>c c>a,             MESH"
    })
    void allLinksOfAnEvenShapeAreInOneMode(String shape, String links, Loop expected) {
        LinkGraph graph = graph(links);
        assertThat(graph.edges())
                .as(shape)
                .allSatisfy(edge -> assertThat(graph.loop(edge, graph.meetings()))
                        .as(edge.toString())
                        .isEqualTo(expected));
    }

    @Test
    void whereTwoWaysMeetTheLastLinksExpectEventsThatAreThere() {
        LinkGraph diamond = graph("a>b a>c b>d c>d");
        assertThat(loop(diamond, "a", "b")).isEqualTo(Loop.ONE_WAY);
        assertThat(loop(diamond, "b", "d")).isEqualTo(Loop.MESH);
        assertThat(loop(diamond, "c", "d")).isEqualTo(Loop.MESH);

        LinkGraph shortCut = graph("a>b b>c a>c");
        assertThat(loop(shortCut, "a", "b")).isEqualTo(Loop.ONE_WAY);
        assertThat(loop(shortCut, "b", "c")).isEqualTo(Loop.MESH);
        assertThat(loop(shortCut, "a", "c")).isEqualTo(Loop.MESH);
    }

    @Test
    void whatLeadsIntoALoopOrOutOfItIsNoPartOfIt() {
        LinkGraph graph = graph("feeder>a a=b b>reports");
        assertThat(loop(graph, "feeder", "a")).isEqualTo(Loop.ONE_WAY);
        assertThat(loop(graph, "a", "b")).isEqualTo(Loop.TWO_WAY);
        assertThat(loop(graph, "b", "reports")).isEqualTo(Loop.ONE_WAY);
    }

    @Test
    void aPairOneOfWhoseSidesIsReachedByAnotherWayIsAMesh() {
        LinkGraph graph = graph("a=b b>c c>a");
        assertThat(graph.edges())
                .allSatisfy(
                        edge -> assertThat(graph.loop(edge, graph.meetings())).isEqualTo(Loop.MESH));
    }

    @Test
    void whatAllWaysShareIsNoDetour() {
        List<Meeting> meetings = graph("feeder>a a=b b=c a=c").meetings();
        assertThat(meetings).hasSize(8); // each of three to each other, and from the feeder to b and c
        assertThat(meetings)
                .flatExtracting(Meeting::detours)
                .doesNotContain(new Edge("feeder", "a"))
                .contains(new Edge("a", "b"), new Edge("c", "b"));
    }

    @Test
    void aPairBesideAMeshIsNoDetourOfIt() {
        assertThat(graph("a=b b=c a=c c=d").meetings())
                .flatExtracting(Meeting::detours)
                .doesNotContain(new Edge("c", "d"), new Edge("d", "c"));
    }

    @Test
    void theWaysOfAMeetingAreSpelledOut() {
        Meeting meeting = graph("a>b a>c b>d c>d").meetings().get(0);
        assertThat(meeting.from()).isEqualTo("a");
        assertThat(meeting.to()).isEqualTo("d");
        assertThat(Stream.of(meeting.one(), meeting.other()))
                .containsExactlyInAnyOrder(List.of("a", "b", "d"), List.of("a", "c", "d"));
    }

    @Test
    void theShortestWayIsTaken() {
        assertThat(graph("a>b b>c c>d a>c").way("a", "d")).isEqualTo(Arrays.asList("a", "c", "d"));
        assertThat(graph("a>b").way("b", "a")).isEmpty();
    }
}
