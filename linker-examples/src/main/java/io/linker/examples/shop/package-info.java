/** A believable shop that fills a database with events, the same ones for the same seed. */
@NullMarked
package io.linker.examples.shop;

import org.jspecify.annotations.NullMarked;
