/** The contract of a destination that takes ordered requests and answers each. */
@NullMarked
package io.linker.write;

import org.jspecify.annotations.NullMarked;
