/** What to do where events of two databases meet in one stream without knowing of each other. */
@NullMarked
package io.linker.conflict;

import org.jspecify.annotations.NullMarked;
