package io.linker.internal.engine;

/** Knows what a lane's next change depends on, and may have to ask an end for it before the change is made. */
interface Guard {
    /** Whether to ask before {@code next} is done; {@code place} is the revision it is to have if it is appended. */
    boolean mustAsk(Lane lane, Pending next, long place);

    /** Asks about the first change of a lane. Nothing of the lane is sent meanwhile. */
    void ask(Lane lane, Pending first);

    /** A batch was confirmed; its last event stands at {@code revision}. */
    default void confirmed(Lane lane, Batch batch, long revision) {}
}
