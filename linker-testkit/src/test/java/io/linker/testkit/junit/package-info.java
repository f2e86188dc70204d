/** The extension as its users use it. */
@NullMarked
package io.linker.testkit.junit;

import org.jspecify.annotations.NullMarked;
