/** The node's event log: one writer, global positions, streams with their metadata, and the server's rules for appends. Knows no gRPC. */
@NullMarked
package io.linker.testkit.internal.log;

import org.jspecify.annotations.NullMarked;
