package io.linker.event;

import java.util.Set;
import java.util.UUID;

/**
 * Which server answers.
 *
 * @param endpoint host and port of the node, for people
 * @param version the server's version, three dotted parts, or "unknown"
 * @param instances the instance ids of the live nodes that gossip names; two ends that share one are one database
 */
public record ServerInfo(String endpoint, String version, Set<UUID> instances) {
    /** Copies the set. */
    public ServerInfo {
        instances = Set.copyOf(instances);
    }
}
