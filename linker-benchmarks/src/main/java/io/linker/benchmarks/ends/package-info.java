/** The two databases of a run, and the wire to them over the generated stubs. */
@NullMarked
package io.linker.benchmarks.ends;

import org.jspecify.annotations.NullMarked;
