/** The contract of a positioned, back-pressured source of events. */
@NullMarked
package io.linker.origin;

import org.jspecify.annotations.NullMarked;
