/** Who calls, and what the caller may do: users, credentials, access control lists. */
@NullMarked
package io.linker.testkit.internal.access;

import org.jspecify.annotations.NullMarked;
