/** Every fault, seen from a client. */
@NullMarked
package io.linker.testkit.faults;

import org.jspecify.annotations.NullMarked;
