package io.linker.testkit.internal.groups;

/**
 * A group as {@code GetInfo} and {@code List} show it. Positions are texts, empty where there is none.
 *
 * @param lastKnown the last event taken from the source
 * @param parked    number of parked events
 */
record GroupStatistics(
        GroupDefinition definition,
        String status,
        String lastKnown,
        String lastCheckpoint,
        long parked,
        DeliveryStatistics delivery) {}
