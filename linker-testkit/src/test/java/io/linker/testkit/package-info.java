/** Tests over real sockets. */
@NullMarked
package io.linker.testkit;

import org.jspecify.annotations.NullMarked;
