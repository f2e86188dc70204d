package io.linker.event;

import java.util.Set;
import java.util.UUID;

/**
 * Which server answers.
 *
 * @param endpoint host and port of the node, for people
 * @param version the server's version, three dotted parts, or "unknown"
 * @param instances the instance ids of the live nodes that gossip names; two ends that share one are one database
 * @param mayLag whether the database may hold more than this node does: it is one of several and not known to lead
 */
public record ServerInfo(String endpoint, String version, Set<UUID> instances, boolean mayLag) {
    /** Copies the set. */
    public ServerInfo {
        instances = Set.copyOf(instances);
    }
}
