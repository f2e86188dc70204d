/** Compares two histories in bounded memory. */
@NullMarked
package io.linker.verify;

import org.jspecify.annotations.NullMarked;
