package io.linker.event;

/**
 * Where an event was first written, however many databases it has passed since.
 *
 * @param database name of the database
 * @param stream its stream there
 * @param number its revision there
 */
public record Birth(String database, String stream, long number) {}
