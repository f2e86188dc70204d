/** Both directions over the generated gRPC stubs of EventStoreDB. */
@NullMarked
package io.linker.esdb;

import org.jspecify.annotations.NullMarked;
