package io.linker.esdb;

/** A running subscription of an origin. */
interface Feed {
    /** Opens the call or calls. */
    void start();

    /** Allows so many more messages; may be called on any thread. */
    void request(int n);
}
