package io.linker.testkit.internal.log;

import java.time.InstantSource;

/**
 * How a log behaves.
 *
 * @param clock stamps events, and tells their age
 * @param projections whether events get links by category and by event type
 */
public record LogOptions(InstantSource clock, boolean projections) {}
