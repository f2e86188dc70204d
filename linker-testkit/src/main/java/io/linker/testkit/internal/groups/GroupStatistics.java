package io.linker.testkit.internal.groups;

import java.util.List;

/** A group as {@code GetInfo} and {@code List} show it. Positions are texts, empty where there is none. */
record GroupStatistics(
        String source,
        String group,
        String status,
        String startFrom,
        String lastKnown,
        String lastCheckpoint,
        GroupSettings settings,
        Counter.Reading delivered,
        int waitingFresh,
        int waitingAgain,
        int outstanding,
        long parked,
        List<ConsumerStatistics> consumers) {}
