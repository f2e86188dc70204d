package io.linker;

import io.linker.Delivery.Loop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which databases are linked, and the ways that events can take. No event passes a database twice: its trail is an echo there.
 */
record LinkGraph(Set<Edge> edges) {
    LinkGraph {
        edges = new LinkedHashSet<>(edges);
    }

    /** One link, or several that go between the same two databases. */
    record Edge(String from, String to) {}

    /**
     * Two databases between which events can take several ways.
     *
     * @param from where events start
     * @param to where they meet again
     * @param one a way, both ends included
     * @param other another one, which ends in another link
     * @param detours the links that are part of some ways and not of others
     */
    record Meeting(String from, String to, List<String> one, List<String> other, Set<Edge> detours) {}

    Set<String> databases() {
        var all = new TreeSet<String>();
        edges.forEach(edge -> all.addAll(List.of(edge.from, edge.to)));
        return all;
    }

    /** What a link must be prepared for; {@code meetings} are all there are. */
    Loop loop(Edge edge, List<Meeting> meetings) {
        boolean meets =
                meetings.stream().anyMatch(meeting -> meeting.to.equals(edge.to) && meeting.detours.contains(edge));
        List<String> back = way(edge.to, edge.from);
        if (meets || back.size() > 2) {
            return Loop.MESH;
        }
        if (back.isEmpty()) {
            return Loop.ONE_WAY;
        }
        var other = new Edge(edge.to, edge.from);
        return without(other).way(edge.to, edge.from).isEmpty() ? Loop.TWO_WAY : Loop.MESH;
    }

    /** All pairs of databases between which events can take several ways. */
    List<Meeting> meetings() {
        var meetings = new ArrayList<Meeting>();
        for (String from : databases()) {
            for (String to : databases()) {
                Meeting meeting = from.equals(to) ? null : meeting(from, to);
                if (meeting != null) {
                    meetings.add(meeting);
                }
            }
        }
        return meetings;
    }

    private @Nullable Meeting meeting(String from, String to) {
        List<Edge> ways = edges.stream().filter(edge -> leads(from, edge, to)).toList();
        List<Edge> last = ways.stream().filter(edge -> edge.to.equals(to)).toList();
        if (last.size() < 2) {
            return null;
        }
        var detours = new LinkedHashSet<>(ways);
        detours.removeIf(edge -> without(edge).way(from, to).isEmpty());
        return new Meeting(from, to, way(from, last.get(0), to), way(from, last.get(1), to), detours);
    }

    /** Whether events can go by this link on their way. */
    private boolean leads(String from, Edge edge, String to) {
        return !edge.from.equals(to)
                && !edge.to.equals(from)
                && !way(from, edge.from, edge.to, to).isEmpty()
                && (edge.to.equals(to) || !way(edge.to, to, edge.from, from).isEmpty());
    }

    private List<String> way(String from, Edge last, String to) {
        var way = new ArrayList<>(way(from, last.from, to));
        way.add(to);
        return List.copyOf(way);
    }

    /** A shortest way, both ends included, that does not pass some databases; empty if there is none. */
    List<String> way(String from, String to, String... avoided) {
        Map<String, String> before = new HashMap<>();
        Set<String> seen = new HashSet<>(List.of(avoided));
        Deque<String> next = new ArrayDeque<>(List.of(from));
        seen.add(from);
        while (!next.isEmpty()) {
            String here = next.remove();
            if (here.equals(to)) {
                return backFrom(to, before);
            }
            for (Edge edge : edges) {
                if (edge.from.equals(here) && seen.add(edge.to)) {
                    before.put(edge.to, here);
                    next.add(edge.to);
                }
            }
        }
        return List.of();
    }

    private static List<String> backFrom(String to, Map<String, String> before) {
        var way = new ArrayDeque<String>();
        for (String here = to; here != null; here = before.get(here)) {
            way.addFirst(here);
        }
        return List.copyOf(way);
    }

    private LinkGraph without(Edge edge) {
        var fewer = new LinkedHashSet<>(edges);
        fewer.remove(edge);
        return new LinkGraph(fewer);
    }
}
