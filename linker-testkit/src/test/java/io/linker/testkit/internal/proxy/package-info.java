/** Tests of the arithmetic behind the proxy. */
@NullMarked
package io.linker.testkit.internal.proxy;

import org.jspecify.annotations.NullMarked;
