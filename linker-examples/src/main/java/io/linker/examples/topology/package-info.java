/** One class for each way to arrange databases, and the stage that shows them on embedded nodes. */
@NullMarked
package io.linker.examples.topology;

import org.jspecify.annotations.NullMarked;
