/** The example application. */
@NullMarked
package io.linker.examples;

import org.jspecify.annotations.NullMarked;
