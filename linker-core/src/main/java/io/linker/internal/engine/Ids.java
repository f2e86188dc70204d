package io.linker.internal.engine;

/** Numbers for requests and sessions, unique within one run of a link. */
final class Ids {
    private long last;

    long next() {
        return ++last;
    }
}
