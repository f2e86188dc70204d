package io.linker.testkit.faults;

/** A fault that was ordered and is in force until it is closed. Safe for use by several threads. */
public interface Fault extends AutoCloseable {
    /** Ends the fault: what it held back goes on, what comes from now on is not touched. May be called twice. */
    @Override
    void close();
}
