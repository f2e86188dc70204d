package io.linker.esdb;

import com.eventstore.dbclient.proto.gossip.GossipOuterClass.ClusterInfo;
import com.eventstore.dbclient.proto.gossip.GossipOuterClass.MemberInfo;
import com.eventstore.dbclient.proto.gossip.GossipOuterClass.MemberInfo.VNodeState;
import io.linker.esdb.EsdbConnection.Endpoint;
import io.linker.esdb.EsdbConnection.Preference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What a node says about its cluster. It may name a dead leader beside the living one.
 *
 * @param size how many members there are, dead ones included
 */
record Gossip(List<Member> living, int size) {
    /** Of a node that does not say. */
    static final Gossip NONE = new Gossip(List.of(), 1);

    /** States in which a node answers reads. */
    private static final Set<VNodeState> SERVING = Set.of(
            VNodeState.Leader,
            VNodeState.Follower,
            VNodeState.CatchingUp,
            VNodeState.ReadOnlyLeaderless,
            VNodeState.ReadOnlyReplica);

    /** A member that is alive. */
    record Member(UUID instance, VNodeState state, Endpoint endpoint) {}

    static Gossip of(ClusterInfo info) {
        List<Member> living = info.getMembersList().stream()
                .filter(MemberInfo::getIsAlive)
                .map(member -> new Member(
                        Messages.uuid(member.getInstanceId()),
                        member.getState(),
                        new Endpoint(
                                member.getHttpEndPoint().getAddress(),
                                member.getHttpEndPoint().getPort())))
                .toList();
        return new Gossip(living, info.getMembersCount());
    }

    /** Whether the node there may lack what others have. One that is reached by another name than it has is not known. */
    boolean mayLag(Endpoint node) {
        return size > 1 && !leaders().contains(node);
    }

    /** The instances that live now; two databases that share one are one database. */
    Set<UUID> instances() {
        return living.stream().map(Member::instance).collect(Collectors.toUnmodifiableSet());
    }

    /** Where the leader is; more than one while a cluster changes its mind. */
    List<Endpoint> leaders() {
        return living.stream()
                .filter(member -> member.state() == VNodeState.Leader)
                .map(Member::endpoint)
                .toList();
    }

    /** Every member that can be read from, the preferred ones first, otherwise in random order to spread readers. */
    List<Endpoint> readable(Preference preference, Random random) {
        List<Member> serving = new ArrayList<>(living.stream()
                .filter(member -> SERVING.contains(member.state()))
                .toList());
        Collections.shuffle(serving, random);
        Set<VNodeState> preferred = switch (preference) {
            case LEADER -> Set.of(VNodeState.Leader);
            case FOLLOWER -> Set.of(VNodeState.Follower);
            case READ_ONLY_REPLICA -> Set.of(VNodeState.ReadOnlyReplica, VNodeState.ReadOnlyLeaderless);
            case RANDOM -> SERVING;
        };
        serving.sort(Comparator.comparing(member -> !preferred.contains(member.state())));
        return serving.stream().map(Member::endpoint).toList();
    }

    /** The members and their states, for people. */
    @Override
    public String toString() {
        return living.stream()
                .map(member -> member.endpoint() + " " + member.state())
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
