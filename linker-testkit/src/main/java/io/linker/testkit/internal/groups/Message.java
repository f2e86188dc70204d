package io.linker.testkit.internal.groups;

/**
 * An event on its way through a group.
 *
 * @param sequence its place among the events the group took from its source; {@link #REPLAYED} if it was parked before
 * @param retries  how often it was delivered in vain
 */
record Message(GroupEvent event, long sequence, int retries) {
    static final long REPLAYED = -1;

    static Message replayed(GroupEvent event) {
        return new Message(event, REPLAYED, 0);
    }

    boolean isReplayed() {
        return sequence == REPLAYED;
    }

    Message again() {
        return new Message(event, sequence, retries + 1);
    }
}
