package io.linker.testkit.faults;

/** A fault that strikes single writes, calls or subscriptions. */
public interface CountedFault extends Fault {
    /** How often it struck so far. */
    int times();
}
