package io.linker.testkit.internal.groups;

/** The way out to one consumer. */
interface Outlet {
    /** Whether the transport takes more without buffering it. */
    boolean isReady();

    void deliver(GroupEvent event, int retries);

    /** Ends the call because the group drops its consumers. */
    void drop();
}
