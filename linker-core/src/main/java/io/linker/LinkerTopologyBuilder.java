package io.linker;

import io.linker.error.InvalidConnectionException;
import io.linker.error.InvalidTopologyException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Builds a {@link LinkerTopology}. At least one link is required. Not thread-safe. */
public final class LinkerTopologyBuilder {
    private final List<LinkerServiceBuilder> links = new ArrayList<>();
    private final Set<String> severalAddresses = new HashSet<>();

    LinkerTopologyBuilder() {}

    /** A link with {@link Settings#defaults()}, named {@code <origin>-to-<destination>}. */
    public LinkerTopologyBuilder link(LinkerConnectionBuilder origin, LinkerConnectionBuilder destination) {
        return link(LinkerService.builder().origin(origin).destination(destination));
    }

    /** Two such links, one each way. */
    public LinkerTopologyBuilder bothWays(LinkerConnectionBuilder one, LinkerConnectionBuilder other) {
        return link(one, other).link(other, one);
    }

    /**
     * A link with options of its own. {@link #build} gives its {@link Delivery#loop} the value that its place asks
     * for, and its content that of {@link Settings#twoWay()} or {@link Settings#mesh()}, unless its settings say as much already: where links in other processes are part of a loop, give it {@code twoWay()} or {@code mesh()} yourself.
     */
    public LinkerTopologyBuilder link(LinkerServiceBuilder link) {
        links.add(link);
        return this;
    }

    /**
     * Says that this database is reached by several addresses, for instance by one link directly and by another through a
     * tunnel. Of others, two addresses under one name are refused.
     */
    public LinkerTopologyBuilder severalAddresses(String database) {
        severalAddresses.add(database);
        return this;
    }

    /**
     * The topology, not started.
     *
     * @throws InvalidTopologyException if the links cannot work together
     * @throws InvalidConnectionException if a name cannot be right
     * @throws IllegalStateException if there is no link, or one lacks its origin or destination
     */
    public LinkerTopology build() {
        if (links.isEmpty()) {
            throw new IllegalStateException("A topology needs a link: call .link(…)");
        }
        var rules = new TopologyRules(
                links.stream().map(LinkerServiceBuilder::inTopology).toList());
        rules.check(severalAddresses);
        List<Delivery.Loop> loops = rules.loops();
        for (int i = 0; i < loops.size(); i++) {
            links.get(i).place(loops.get(i));
        }
        return new LinkerTopology(services(), rules.databases());
    }

    private List<LinkerService> services() {
        var services = new ArrayList<LinkerService>();
        try {
            links.forEach(link -> services.add(link.build()));
            return services;
        } catch (RuntimeException refused) {
            services.forEach(LinkerService::close);
            throw refused;
        }
    }
}
