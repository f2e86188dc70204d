/** The machinery behind {@code FaultProxy}: one selector thread that carries bytes late, slowly, or not at all. */
@NullMarked
package io.linker.testkit.internal.proxy;

import org.jspecify.annotations.NullMarked;
