/** Persistent subscriptions: groups as state machines without threads or I/O, and the service that drives them. */
@NullMarked
package io.linker.testkit.internal.groups;

import org.jspecify.annotations.NullMarked;
