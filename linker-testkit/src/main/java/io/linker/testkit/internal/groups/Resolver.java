package io.linker.testkit.internal.groups;

import io.linker.testkit.internal.log.EventLog;
import io.linker.testkit.internal.log.LogRecord;
import io.linker.testkit.internal.streams.Links;

/** Follows links for the groups that want it. */
final class Resolver {
    private final EventLog log;
    private final boolean follow;

    Resolver(EventLog log, boolean follow) {
        this.log = log;
        this.follow = follow;
    }

    LogEvent event(LogRecord record, long position) {
        if (!follow || !record.isLink()) {
            return LogEvent.plain(record, position);
        }
        return Links.target(record)
                .map(target ->
                        new LogEvent(record, true, Links.read(log, target).orElse(null), position))
                .orElseGet(() -> LogEvent.plain(record, position));
    }
}
