/** Windows, backoff and agenda: plain objects that are told the time. */
@NullMarked
package io.linker.internal.flow;

import org.jspecify.annotations.NullMarked;
