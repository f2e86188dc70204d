/** How faults get between a client and the node: around the way to the log, around calls, around connections. */
@NullMarked
package io.linker.testkit.internal.faults;

import org.jspecify.annotations.NullMarked;
