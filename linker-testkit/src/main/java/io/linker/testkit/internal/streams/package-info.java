/** The streams service on the wire: appends, deletes, reads and subscriptions. */
@NullMarked
package io.linker.testkit.internal.streams;

import org.jspecify.annotations.NullMarked;
