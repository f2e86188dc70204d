package io.linker.internal.engine;

import io.linker.event.OriginEvent;
import io.linker.event.OriginPosition;
import io.linker.event.RecordedEvent;
import io.linker.internal.flow.Agenda;
import io.linker.internal.flow.SendWindow;
import io.linker.internal.flow.Throttle;
import io.linker.origin.OriginRead;
import io.linker.status.LinkStatus;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Makes the status of a link out of what its parts know, and measures rates over the last seconds. */
final class StatusBoard {
    private static final long SAMPLE_MILLIS = 500;
    private static final double WEIGHT = 0.3;

    private final LinkSpec spec;
    private final Parts parts;
    private final Life life;
    private final Agenda agenda;
    private long sampledAt;
    private long sampledEvents;
    private long sampledBytes;
    private double eventsPerSecond;
    private double bytesPerSecond;

    StatusBoard(LinkSpec spec, Parts parts, Life life, Agenda agenda) {
        this.spec = spec;
        this.parts = parts;
        this.life = life;
        this.agenda = agenda;
    }

    void start() {
        sampledAt = agenda.now();
        sampledEvents = parts.counters.delivered;
        sampledBytes = parts.counters.deliveredBytes;
        agenda.in(SAMPLE_MILLIS, this::sample);
    }

    private void sample() {
        double seconds = Math.max(1, agenda.now() - sampledAt) / 1000.0;
        double events = (parts.counters.delivered - sampledEvents) / seconds;
        double bytes = (parts.counters.deliveredBytes - sampledBytes) / seconds;
        eventsPerSecond += WEIGHT * (events - eventsPerSecond);
        bytesPerSecond += WEIGHT * (bytes - bytesPerSecond);
        start();
    }

    LinkStatus status() {
        OriginRead.Answer.Head head = parts.watchdog.head();
        OriginPosition position = parts.intake.lowWater();
        Counters counters = parts.counters;
        return new LinkStatus(
                spec.shareName(),
                life.state(),
                life.reason(),
                life.isBegun() ? position : null,
                head == null ? null : head.position(),
                lagEvents(position, head),
                lagTime(position, head),
                counters.read,
                counters.delivered,
                counters.deliveredBytes,
                counters.skipped(),
                counters.conflicts,
                counters.parked,
                eventsPerSecond,
                bytesPerSecond,
                parts.buffer.events(),
                parts.buffer.bytes(),
                parts.destination.unanswered(),
                parts.lanes.contended(),
                Duration.ofMillis(parts.keeper.age()),
                flow());
    }

    private LinkStatus.Flow flow() {
        SendWindow.Size size = parts.destination.size();
        Throttle.Rate limit = parts.sending.rate();
        return new LinkStatus.Flow(
                size.requests(),
                size.batchEvents(),
                size.connections(),
                limit.eventsPerSecond(),
                limit.bytesPerSecond());
    }

    private long lagEvents(OriginPosition position, OriginRead.Answer.@Nullable Head head) {
        if (head == null) {
            return -1;
        }
        if (head.position() instanceof OriginPosition.Streams ends && position instanceof OriginPosition.Streams done) {
            return ends.revisions().entrySet().stream()
                    .mapToLong(end ->
                            Math.max(0, end.getValue() - done.revisions().getOrDefault(end.getKey(), -1L)))
                    .sum();
        }
        return parts.intake.pending();
    }

    private Duration lagTime(OriginPosition position, OriginRead.Answer.@Nullable Head head) {
        OriginEvent newest = parts.intake.newestEvent();
        RecordedEvent end = head == null ? null : head.newest();
        if (newest == null || head == null || end == null || position.reaches(head.position())) {
            return Duration.ZERO;
        }
        Duration lag = Duration.between(newest.event().created(), end.created());
        return lag.isNegative() ? Duration.ZERO : lag;
    }
}
