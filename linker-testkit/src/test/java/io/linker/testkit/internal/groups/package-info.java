/** Tests of the groups as state machines, in virtual time. */
@NullMarked
package io.linker.testkit.internal.groups;

import org.jspecify.annotations.NullMarked;
