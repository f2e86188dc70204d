package io.linker.testkit.internal.groups;

import io.linker.testkit.internal.log.EventLog;
import io.linker.testkit.internal.log.LogRecord;
import io.linker.testkit.internal.streams.EventFilter;
import io.linker.testkit.internal.streams.Links;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** {@code $all} behind a filter. */
final class AllSource implements GroupSource {
    static final String NAME = "$all";

    private final EventLog log;
    private final Predicate<LogRecord> filter;
    private final Resolver resolver;
    private final int window;

    /**
     * A view on all events that pass.
     *
     * @param window most events looked at in one read
     */
    AllSource(EventLog log, Predicate<LogRecord> filter, boolean resolveLinks, int window) {
        this.log = log;
        this.filter = filter;
        this.resolver = new Resolver(log, resolveLinks);
        this.window = window;
    }

    @Override
    public Page read(long from, int count) {
        int size = log.size();
        int first = log.ordinalAt(from);
        int ordinal = first;
        int limit = (int) Math.min(size, (long) first + window);
        List<LogEvent> events = new ArrayList<>();
        int passedOver = 0;
        long passedTo = 0;
        while (ordinal < limit && events.size() < count) {
            LogRecord record = log.record(ordinal++);
            if (record == null || isHidden(record)) {
                continue;
            }
            if (filter.test(record)) {
                events.add(resolver.event(record, record.position()));
                passedOver = 0;
            } else {
                passedOver++;
                passedTo = record.position();
            }
        }
        long next = ordinal == first ? from : log.position(ordinal - 1) + 1;
        return new Page(events, next, ordinal >= size, passedOver, passedTo);
    }

    /**
     * What groups on {@code $all} write is hidden from it. Here so are links to that, as the projections make them:
     * otherwise each checkpoint would be progress that calls for the next.
     */
    private static boolean isHidden(LogRecord record) {
        return EventFilter.hidden(record.stream())
                || Links.target(record)
                        .filter(target -> EventFilter.hidden(target.stream()))
                        .isPresent();
    }

    @Override
    public long begin(StartFrom start) throws SourceFault {
        int size = log.size();
        if (start.isEnd()) {
            return size == 0 ? 0 : log.position(size - 1) + 1;
        }
        int ordinal = log.ordinalAt(start.position());
        if (start.position() != 0 && ordinal < size && log.position(ordinal) != start.position()) {
            throw new SourceFault("there is no event at " + start.text());
        }
        return start.position();
    }

    @Override
    public PositionText positions() {
        return PositionText.ALL;
    }
}
