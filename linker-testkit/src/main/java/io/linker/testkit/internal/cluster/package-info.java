/** What makes several nodes one cluster: who has which events, and when a write counts. */
@NullMarked
package io.linker.testkit.internal.cluster;

import org.jspecify.annotations.NullMarked;
