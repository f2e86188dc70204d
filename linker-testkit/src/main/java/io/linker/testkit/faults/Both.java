package io.linker.testkit.faults;

/** Two faults that are one to the user. */
record Both(CountedFault first, CountedFault second) implements CountedFault {
    static CountedFault of(CountedFault first, CountedFault second) {
        return new Both(first, second);
    }

    @Override
    public int times() {
        return first.times() + second.times();
    }

    @Override
    public void close() {
        first.close();
        second.close();
    }
}
