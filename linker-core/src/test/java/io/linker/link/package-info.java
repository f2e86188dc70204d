/** Links over real sockets, between embedded nodes or any endpoints given by system properties. */
@NullMarked
package io.linker.link;

import org.jspecify.annotations.NullMarked;
