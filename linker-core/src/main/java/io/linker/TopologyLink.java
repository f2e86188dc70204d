package io.linker;

import io.linker.esdb.EsdbConnection;
import org.jspecify.annotations.Nullable;

/**
 * What the rules of a topology have to know of one of its links.
 *
 * @param name the link's name
 * @param origin the database it reads
 * @param destination the database it writes
 * @param delivery what it writes
 * @param selects stands for its filter and its source: equal texts select the same
 */
record TopologyLink(String name, EsdbConnection origin, EsdbConnection destination, Delivery delivery, String selects) {

    LinkGraph.Edge edge() {
        return new LinkGraph.Edge(origin.name(), destination.name());
    }

    /** Why events that it copied do not all say where they were; null if they do. */
    @Nullable
    String lacksProvenance() {
        if (delivery.provenance() == Delivery.Provenance.NONE) {
            return "adds no provenance (exactCopy)";
        }
        return delivery.omitProvenance() ? "lets events go without provenance (omittingProvenance)" : null;
    }

    /** Why it cannot be part of a loop; null if it can. */
    @Nullable
    String refusesLoop() {
        String lacking = lacksProvenance();
        return lacking == null && delivery.exclusive() ? "takes its destination for exclusive" : lacking;
    }
}
