/** What an operator does about recorded conflicts: blocking calls beside a link. */
@NullMarked
package io.linker.internal.conflicts;

import org.jspecify.annotations.NullMarked;
