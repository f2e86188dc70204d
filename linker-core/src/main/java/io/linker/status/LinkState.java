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
    /**
     * Something stands in the way: an end that cannot be reached, or answers nothing but "not now" for five seconds; a store of
     * the position that fails; a stream the user may not write; a filter or a transform that hangs. The reason says which. Goes
     * on by itself, and what is not concerned goes on meanwhile.
     */
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
