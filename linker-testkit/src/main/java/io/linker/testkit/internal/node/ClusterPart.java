package io.linker.testkit.internal.node;

import io.linker.testkit.Member;
import io.linker.testkit.internal.log.EventLog;
import io.linker.testkit.internal.streams.Commits;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What a node shares with the other members of its cluster.
 *
 * @param log its own copy of the events
 * @param commits decides its writes
 * @param members what gossip shows
 * @param instances what the instance ids of all members are made from
 */
public record ClusterPart(EventLog log, Commits commits, Supplier<List<Member>> members, UUID instances) {}
