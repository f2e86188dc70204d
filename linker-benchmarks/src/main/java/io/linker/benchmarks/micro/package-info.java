/** The pure parts of a link, each alone, under JMH. */
@NullMarked
package io.linker.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
