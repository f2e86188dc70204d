/** What travels along a link: events of the origin, and what is to be done about each at the destination. */
@NullMarked
package io.linker.event;

import org.jspecify.annotations.NullMarked;
