/** How far a link has come: the low-water mark of what is done, the checkpoint that says so, and where it is kept. */
@NullMarked
package io.linker.checkpoint;

import org.jspecify.annotations.NullMarked;
