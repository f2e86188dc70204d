package io.linker.testkit.internal.groups;

import java.util.Map;

/**
 * One consumer as {@code GetInfo} shows it.
 *
 * @param latenciesMillis named measures of the last answer times; empty unless the group keeps extra statistics
 */
record ConsumerStatistics(
        ConsumerName name, Counter.Reading delivered, int freeSlots, int inFlight, Map<String, Long> latenciesMillis) {}
