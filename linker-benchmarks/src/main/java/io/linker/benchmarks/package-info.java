/** The commands behind {@code trials/bench}, and what they print. */
@NullMarked
package io.linker.benchmarks;

import org.jspecify.annotations.NullMarked;
