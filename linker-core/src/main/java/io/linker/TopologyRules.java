package io.linker;

import io.linker.LinkGraph.Edge;
import io.linker.LinkGraph.Meeting;
import io.linker.error.InvalidTopologyException;
import io.linker.esdb.EsdbConnection;
import io.linker.esdb.EsdbConnection.Endpoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a set of links must obey to work together; each method throws what is wrong and how to mend it. */
final class TopologyRules {
    private final List<TopologyLink> links;
    private final LinkGraph graph;
    private final List<Meeting> meetings;

    TopologyRules(List<TopologyLink> links) {
        this.links = links;
        this.graph = new LinkGraph(
                new LinkedHashSet<>(links.stream().map(TopologyLink::edge).toList()));
        this.meetings = graph.meetings();
    }

    /** What each link must be prepared for, in the order of the links. */
    List<Delivery.Loop> loops() {
        return links.stream().map(link -> graph.loop(link.edge(), meetings)).toList();
    }

    int databases() {
        return graph.databases().size();
    }

    /** @param severalAddresses names of databases that may be reached in several ways */
    void check(Set<String> severalAddresses) {
        noLinkNameTwice();
        oneNameForADatabase();
        oneDatabaseForAName(severalAddresses);
        links.forEach(this::loopsCarryProvenance);
        meetings.forEach(this::waysCarryProvenance);
        meetings.forEach(this::waysSelectTheSame);
    }

    private void noLinkNameTwice() {
        var names = new HashSet<String>();
        for (TopologyLink link : links) {
            if (!names.add(link.name())) {
                throw new InvalidTopologyException("Two links are called '" + link.name()
                        + "'. Checkpoints go by the link's name: give each a name of its own with"
                        + " LinkerServiceBuilder.name(…)");
            }
        }
    }

    private Stream<EsdbConnection> connections() {
        return links.stream().flatMap(link -> Stream.of(link.origin(), link.destination()));
    }

    private static Set<Endpoint> seeds(EsdbConnection connection) {
        return connection.seeds().stream()
                .map(seed -> new Endpoint(seed.host().toLowerCase(Locale.ROOT), seed.port()))
                .collect(Collectors.toSet());
    }

    private void oneNameForADatabase() {
        Map<Endpoint, String> names = new HashMap<>();
        connections()
                .forEach(connection -> seeds(connection).forEach(seed -> {
                    String other = names.putIfAbsent(seed, connection.name());
                    if (other != null && !other.equals(connection.name())) {
                        throw new InvalidTopologyException(
                                "The database at " + seed + " is called both '" + other + "' and '"
                                        + connection.name() + "'. Provenance and the loop guard go by the name: use one"
                                        + " LinkerConnectionBuilder for a database in all its links");
                    }
                }));
    }

    private void oneDatabaseForAName(Set<String> severalAddresses) {
        Map<String, EsdbConnection> addresses = new HashMap<>();
        connections().forEach(connection -> {
            EsdbConnection other = addresses.putIfAbsent(connection.name(), connection);
            boolean elsewhere = other != null && Collections.disjoint(seeds(other), seeds(connection));
            if (elsewhere && !severalAddresses.contains(connection.name())) {
                throw new InvalidTopologyException("Two databases are called '" + connection.name() + "': " + other
                        + " and " + connection + ". If they are two, give each a name of its own; if both are ways to"
                        + " one database, say so with severalAddresses(\"" + connection.name() + "\")");
            }
        });
    }

    private void loopsCarryProvenance(TopologyLink link) {
        Edge edge = link.edge();
        List<String> back = graph.way(edge.to(), edge.from());
        String why = link.refusesLoop();
        if (!back.isEmpty() && why != null) {
            var loop = new ArrayList<>(List.of(edge.from()));
            loop.addAll(back);
            throw new InvalidTopologyException("The links make a loop, " + spelled(loop) + ", and link '" + link.name()
                    + "' " + why + ", so events would go round for ever. Give it Settings.defaults(), or leave out a"
                    + " link of the loop");
        }
    }

    private void waysCarryProvenance(Meeting meeting) {
        for (TopologyLink link : links) {
            boolean last = link.destination().name().equals(meeting.to());
            String why = last ? link.refusesLoop() : link.lacksProvenance();
            if (why != null && meeting.detours().contains(link.edge())) {
                throw new InvalidTopologyException(severalWays(meeting) + ", and link '" + link.name() + "' " + why
                        + ", so an event that came both"
                        + " ways could not be told to be one. Give it Settings.defaults(), or leave out one of"
                        + " the ways");
            }
        }
    }

    private void waysSelectTheSame(Meeting meeting) {
        Map<Edge, Set<String>> selections = new HashMap<>();
        List<TopologyLink> concerned = links.stream()
                .filter(link -> meeting.detours().contains(link.edge()))
                .toList();
        concerned.forEach(link ->
                selections.computeIfAbsent(link.edge(), edge -> new TreeSet<>()).add(link.selects()));
        if (Set.copyOf(selections.values()).size() > 1) {
            String each = concerned.stream()
                    .map(link -> "'" + link.name() + "' " + link.selects())
                    .collect(Collectors.joining("; "));
            throw new InvalidTopologyException(severalWays(meeting)
                    + ", and the links on them select different events: "
                    + each + ". An event would be taken for present that one of the ways left out. Give all these"
                    + " links one filter");
        }
    }

    private static String severalWays(Meeting meeting) {
        return "Events of '" + meeting.from() + "' reach '" + meeting.to() + "' by several ways, "
                + spelled(meeting.one()) + " and " + spelled(meeting.other());
    }

    private static String spelled(List<String> way) {
        return String.join(" -> ", way);
    }
}
