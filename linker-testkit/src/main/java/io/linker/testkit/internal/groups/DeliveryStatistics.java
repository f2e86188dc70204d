package io.linker.testkit.internal.groups;

import java.util.List;

/**
 * What a group has delivered and has yet to deliver.
 *
 * @param delivered    since the group was opened, retries included
 * @param waitingFresh events that wait for their first delivery
 * @param waitingAgain events that wait to be delivered again, or were parked and are replayed
 * @param outstanding  events that consumers have and did not answer
 */
record DeliveryStatistics(
        Counter.Reading delivered,
        int waitingFresh,
        int waitingAgain,
        int outstanding,
        List<ConsumerStatistics> consumers) {}
