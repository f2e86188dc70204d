/** What happens to an event between the origin and the engine: filter, loop guard, transform, provenance. */
@NullMarked
package io.linker.internal.prepare;

import org.jspecify.annotations.NullMarked;
