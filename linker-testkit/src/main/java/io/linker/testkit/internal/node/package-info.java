/** The node as a gRPC server: its set-up, what it says about itself, and its end. */
@NullMarked
package io.linker.testkit.internal.node;

import org.jspecify.annotations.NullMarked;
