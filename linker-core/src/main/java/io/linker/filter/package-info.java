/** Yes or no to one event, and which part of the answer the server can give. */
@NullMarked
package io.linker.filter;

import org.jspecify.annotations.NullMarked;
