package io.linker.testkit;

import io.linker.testkit.Member.State;
import io.linker.testkit.faults.Fault;
import io.linker.testkit.faults.Faults;
import io.linker.testkit.internal.cluster.Copy;
import io.linker.testkit.internal.cluster.HeldPort;
import io.linker.testkit.internal.cluster.Quorum;
import io.linker.testkit.internal.node.Node;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A node of an {@link EmbeddedCluster}. It keeps its port over restarts; while it is down, connections are refused.
 * Thread-safe.
 */
public final class ClusterNode {
    private static final String HOST = "127.0.0.1";

    private final EmbeddedCluster cluster;
    private final Quorum quorum;
    private final Copy copy;
    private final IntFunction<Node> starter;
    private Node node;
    private Fault role = () -> {};
    /** Held while the process is down. */
    private @Nullable HeldPort heldPort;

    private boolean hanging;
    /** What gossip says of it. */
    private volatile Member shown;

    ClusterNode(EmbeddedCluster cluster, Quorum quorum, Copy copy, IntFunction<Node> starter) {
        this.cluster = cluster;
        this.quorum = quorum;
        this.copy = copy;
        this.starter = starter;
        this.node = starter.apply(0);
        this.shown = Member.follower(HOST, node.address().getPort());
    }

    /** Where it listens, on 127.0.0.1. */
    public int port() {
        return shown.port();
    }

    /** What leads to this node alone, whether it leads or not. */
    public String connectionString() {
        return cluster.connectionString("esdb://", this);
    }

    /** Discovery by gossip that begins at this node. */
    public String discoveryString() {
        return cluster.connectionString("esdb+discover://", this);
    }

    /** What can be made to go wrong with this node alone. A restart forgets it. */
    public Faults faults() {
        synchronized (cluster) {
            return node.faults();
        }
    }

    /** Whether the process is there; it may hang. */
    public boolean isAlive() {
        synchronized (cluster) {
            return heldPort == null;
        }
    }

    /**
     * Kills the process: connections break, nothing under way is answered. Of a leader, the others go on naming it as the
     * leader until there is an election. Does nothing to a dead node.
     */
    public void kill() {
        end(Node::kill, shown.state() == State.LEADER ? State.UNKNOWN : shown.state());
    }

    /**
     * Begins to shut the node down, as on SIGTERM: it listens no more and refuses new calls, but goes on to serve the calls
     * under way, as the leader if it is. Closing the fault ends the process; a real server does so after five seconds.
     */
    public Fault shutDown() {
        Fault connections = faults().shutDown();
        return () -> end(
                ending -> {
                    connections.close();
                    ending.close();
                },
                State.SHUTTING_DOWN);
    }

    private void end(Consumer<Node> how, State last) {
        synchronized (cluster) {
            if (heldPort == null) {
                quorum.down(copy);
                show(last, false);
                how.accept(node);
                hanging = false;
                heldPort = new HeldPort(HOST, port());
            }
        }
    }

    /** Starts a dead node again, as a follower with all that is committed. Does nothing to one that lives. */
    public void restart() {
        synchronized (cluster) {
            if (heldPort != null) {
                heldPort.close();
                heldPort = null;
                quorum.restarted(copy);
                role = () -> {};
                node = starter.apply(port());
                cluster.place(this, false);
            }
        }
    }

    /**
     * Until closed, at most ten minutes, the process is stopped: connections are accepted and nothing is read or answered. A
     * leader still counts as one until another is elected, and is then shown as a dead leader beside the living one.
     */
    public Fault hang() {
        synchronized (cluster) {
            Fault frozen = node.faults().hang();
            Fault unheard = quorum.hold(copy);
            hanging = true;
            return () -> {
                synchronized (cluster) {
                    unheard.close();
                    frozen.close();
                    if (hanging) {
                        hanging = false;
                        cluster.place(this, true);
                    }
                }
            };
        }
    }

    /**
     * Until closed this node and the other members do not hear from each other. A follower falls behind. A leader commits
     * nothing, and neither does one whose two followers are both held: writes wait unanswered, and are lost if another node
     * is elected. What clients see of the node is served as before. A node
     * that is elected catches up first, but commits nothing while it is held.
     */
    public Fault holdReplication() {
        return quorum.hold(copy);
    }

    Member shown() {
        return shown;
    }

    void lead() {
        quorum.lead(copy);
        show(State.LEADER, true);
        play(faults -> () -> {});
    }

    void follow(Member leader) {
        if (heldPort != null) {
            return;
        }
        if (hanging && shown.state() == State.LEADER) {
            show(State.LEADER, false);
        } else if (!hanging) {
            show(State.FOLLOWER, true);
        }
        play(faults -> faults.followerOf(leader.host(), leader.port()));
    }

    void awaitLeader() {
        if (heldPort == null) {
            show(State.UNKNOWN, !hanging);
            play(Faults::notReady);
        }
    }

    void close() {
        synchronized (cluster) {
            if (heldPort == null) {
                node.close();
            } else {
                heldPort.close();
            }
        }
    }

    private void show(State state, boolean alive) {
        shown = new Member(HOST, port(), state, alive);
    }

    /** The new role is in force before the old one ends, so that nothing slips through. */
    private void play(Function<Faults, Fault> next) {
        Fault former = role;
        role = next.apply(node.faults());
        former.close();
    }
}
