/** Replicates events between EventStoreDB / KurrentDB databases; start with {@code LinkerService}. */
@NullMarked
package io.linker;

import org.jspecify.annotations.NullMarked;
