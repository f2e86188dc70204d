/** Ways to copy one database to another, to be compared. */
@NullMarked
package io.linker.benchmarks.copy;

import org.jspecify.annotations.NullMarked;
