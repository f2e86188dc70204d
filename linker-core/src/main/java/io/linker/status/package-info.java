/** What a link tells about itself. */
@NullMarked
package io.linker.status;

import org.jspecify.annotations.NullMarked;
