/** The link as a state machine without threads or I/O, and the thread that drives it. */
@NullMarked
package io.linker.internal.engine;

import org.jspecify.annotations.NullMarked;
