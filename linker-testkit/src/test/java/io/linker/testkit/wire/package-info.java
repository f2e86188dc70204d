/** A client that shows what is on the wire, for tests. */
@NullMarked
package io.linker.testkit.wire;

import org.jspecify.annotations.NullMarked;
