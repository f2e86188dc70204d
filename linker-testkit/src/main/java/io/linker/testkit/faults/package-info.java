/** Faults of a node, on demand: each does to a client what a real server was seen to do. Begin with {@code Faults}. */
@NullMarked
package io.linker.testkit.faults;

import org.jspecify.annotations.NullMarked;
