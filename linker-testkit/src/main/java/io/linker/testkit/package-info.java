/** An embedded node for tests; start with {@code EmbeddedEventStore}. */
@NullMarked
package io.linker.testkit;

import org.jspecify.annotations.NullMarked;
