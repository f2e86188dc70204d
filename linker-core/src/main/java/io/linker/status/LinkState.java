package io.linker.status;

/** Where a link is in its life, from left to right; between {@link #CATCHING_UP} and {@link #PAUSED} it moves both ways. */
public enum LinkState {
    /** Built, not started. */
    NEW,
    /** Reaching both ends, checking them, claiming the link. Nothing was replicated yet. */
    STARTING,
    /** Copying what the origin has, which is more than it is being told now. */
    CATCHING_UP,
    /** At the origin's head: what happens there is copied as it happens. */
    LIVE,
    /** One end, or both, cannot be reached or does not answer; the reason says which. Goes on by itself. */
    RETRYING,
    /** Paused by the host; connections are kept. */
    PAUSED,
    /** Letting unanswered writes finish, then storing the position. */
    STOPPING,
    /** Stopped by the host, or because it had reached what it was to copy. */
    STOPPED,
    /** Stopped by itself; needs a decision, which the reason describes. */
    FAILED;

    /** Whether the link is over. */
    public boolean isOver() {
        return this == STOPPED || this == FAILED;
    }
}
