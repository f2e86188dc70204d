/** Rewrites one event: provenance, and the byte-exact splice that adds it. */
@NullMarked
package io.linker.transform;

import org.jspecify.annotations.NullMarked;
