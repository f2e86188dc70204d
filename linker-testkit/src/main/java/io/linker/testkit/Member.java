package io.linker.testkit;

/**
 * A member of a cluster, as gossip shows it.
 *
 * @param host where clients reach it
 * @param port where clients reach it
 * @param state what it is; clients use few of the states
 * @param alive whether the others hear of it; a leader that has died is still shown as a leader, but not alive
 */
public record Member(String host, int port, State state, boolean alive) {
    /** What a member can be. */
    public enum State {
        INITIALIZING(0),
        DISCOVER_LEADER(1),
        UNKNOWN(2),
        PRE_REPLICA(3),
        CATCHING_UP(4),
        CLONE(5),
        FOLLOWER(6),
        PRE_LEADER(7),
        LEADER(8),
        MANAGER(9),
        SHUTTING_DOWN(10),
        SHUTDOWN(11),
        READ_ONLY_LEADERLESS(12),
        PRE_READ_ONLY_REPLICA(13),
        READ_ONLY_REPLICA(14),
        RESIGNING_LEADER(15);

        private final int number;

        State(int number) {
            this.number = number;
        }

        /** The number on the wire. */
        public int number() {
            return number;
        }
    }

    /** A living leader. */
    public static Member leader(String host, int port) {
        return new Member(host, port, State.LEADER, true);
    }

    /** A living follower. */
    public static Member follower(String host, int port) {
        return new Member(host, port, State.FOLLOWER, true);
    }

    /** The same member, dead. */
    public Member dead() {
        return new Member(host, port, state, false);
    }
}
