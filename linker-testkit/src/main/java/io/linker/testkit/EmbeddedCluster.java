package io.linker.testkit;

import io.linker.testkit.internal.cluster.Copy;
import io.linker.testkit.internal.cluster.Quorum;
import io.linker.testkit.internal.log.LogOptions;
import io.linker.testkit.internal.node.ClusterPart;
import io.linker.testkit.internal.node.Node;
import io.linker.testkit.internal.tls.ServerTls;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Three EventStoreDB nodes inside this process that are one cluster, in memory, for tests of what a change of leader does to
 * a client. Whatever happens, happens when the test says so, and nothing by itself: no election begins and none ends.
 *
 * <pre>{@code
 * try (EmbeddedCluster cluster = EmbeddedCluster.start()) {
 *     ClusterNode old = cluster.leader();
 *     old.kill();                            // the others still name it as the leader
 *     cluster.beginElection();               // nodes are not ready
 *     cluster.elect(cluster.followers().get(0));
 *     old.restart();                         // comes back as a follower
 * }
 * }</pre>
 *
 * <p>What a real cluster guarantees holds here as well. A write is answered when a majority has it, and is never lost then.
 * What a leader could not bring to a majority no reader has seen; it is lost when another node leads. Positions are the same
 * on all nodes. A follower refuses writes, and whatever else requires a leader, with the address of the leader it knows of,
 * dead or not; reads and subscriptions that require none are served from its own copy, and writes that require none are
 * passed on to the leader.
 *
 * <p>Not there: persistent subscriptions, read-only replicas, and time-outs of writes that wait for a majority, which wait
 * until the test does something. A real leader that comes back with writes the others do not have ends its process once
 * more; here it is a follower at once.
 *
 * <p>Thread-safe.
 */
public final class EmbeddedCluster implements AutoCloseable {
    private static final int NODES = 3;

    private final Quorum quorum;
    private final ServerTls tls;
    private final List<ClusterNode> nodes;
    private @Nullable ClusterNode leader;

    /** Starts a node of the cluster. */
    interface Starter {
        Node start(int port, ClusterPart part);
    }

    EmbeddedCluster(LogOptions options, ServerTls tls, Starter starter) {
        this.quorum = new Quorum(options);
        this.tls = tls;
        UUID instances = UUID.randomUUID();
        this.nodes = IntStream.range(0, NODES)
                .mapToObj(i -> node(quorum.join(), starter, instances))
                .toList();
        elect(nodes.get(0));
    }

    private ClusterNode node(Copy copy, Starter starter, UUID instances) {
        Supplier<List<Member>> members =
                () -> nodes().stream().map(ClusterNode::shown).toList();
        return new ClusterNode(
                this,
                quorum,
                copy,
                port -> starter.start(port, new ClusterPart(copy.log(), quorum.commitsOf(copy), members, instances)));
    }

    /** Starts a cluster without access control; its first node leads. Other settings: {@link EmbeddedEventStoreBuilder#startCluster}. */
    public static EmbeddedCluster start() {
        return EmbeddedEventStore.builder().startCluster();
    }

    /** All three nodes, dead ones included, in the order in which gossip shows them. */
    public List<ClusterNode> nodes() {
        return nodes;
    }

    /**
     * The node that leads.
     *
     * @throws IllegalStateException while none does
     */
    public synchronized ClusterNode leader() {
        if (leader == null || !leader.isAlive()) {
            throw new IllegalStateException("there is no leader at the moment");
        }
        return leader;
    }

    /** The living nodes that do not lead. */
    public synchronized List<ClusterNode> followers() {
        return nodes.stream().filter(node -> node != leader && node.isAlive()).toList();
    }

    /**
     * What a client connects with: discovery by gossip over all three nodes. The official client up to 5.4 takes ports above
     * 32,767 only for the first of several hosts; give it {@link ClusterNode#discoveryString}.
     */
    public String connectionString() {
        return connectionString("esdb+discover://", nodes.toArray(ClusterNode[]::new));
    }

    String connectionString(String scheme, ClusterNode... seeds) {
        return Arrays.stream(seeds)
                .map(node -> node.shown().host() + ":" + node.port())
                .collect(Collectors.joining(",", scheme, "?" + tls.uriQuery()));
    }

    /**
     * From now on there is no leader: all nodes refuse what requires one as not ready, and gossip shows none. A leader that
     * lives resigns; its writes under way time out, and may be committed later if it is elected again.
     */
    public synchronized void beginElection() {
        leader = null;
        quorum.stepDown();
        nodes.stream().filter(ClusterNode::isAlive).forEach(ClusterNode::awaitLeader);
    }

    /**
     * From now on that node leads, after {@link #beginElection} or at once. It may be the one that led before.
     *
     * @throws IllegalStateException if it is dead
     */
    public synchronized void elect(ClusterNode node) {
        if (!node.isAlive()) {
            throw new IllegalStateException("a dead node cannot be elected");
        }
        leader = node;
        node.lead();
        nodes.stream().filter(other -> other != node).forEach(other -> other.follow(node.shown()));
    }

    /** Tells a node that has come back what it is: a leader only if it hung and no other was elected. */
    void place(ClusterNode node, boolean hung) {
        ClusterNode current = leader;
        if (current == node && !hung) {
            leader = null;
            node.awaitLeader();
        } else if (current == null) {
            node.awaitLeader();
        } else if (current != node) {
            node.follow(current.shown());
        }
    }

    /** Stops all nodes; may be called twice. */
    @Override
    public void close() {
        nodes.forEach(ClusterNode::close);
        quorum.close();
    }
}
