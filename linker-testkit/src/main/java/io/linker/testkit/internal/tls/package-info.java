/** Makes throwaway certificates. */
@NullMarked
package io.linker.testkit.internal.tls;

import org.jspecify.annotations.NullMarked;
