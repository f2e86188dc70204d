/** What can go wrong, as facts: which end, what kind, and whether time can heal it. */
@NullMarked
package io.linker.error;

import org.jspecify.annotations.NullMarked;
