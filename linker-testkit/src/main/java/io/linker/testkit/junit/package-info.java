/**
 * Nodes for JUnit tests: extend a test with {@code NodeExtension} and take what {@code @Node} marks as parameters. Needs
 * junit-jupiter-api, which a user of the test kit brings along.
 */
@NullMarked
package io.linker.testkit.junit;

import org.jspecify.annotations.NullMarked;
