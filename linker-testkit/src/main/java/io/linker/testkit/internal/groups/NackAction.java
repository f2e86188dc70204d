package io.linker.testkit.internal.groups;

/** What a consumer wants done with an event it refuses. */
enum NackAction {
    UNKNOWN,
    PARK,
    RETRY,
    SKIP,
    STOP
}
