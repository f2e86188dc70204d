package io.linker.internal.flow;

import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.internal.AtomicRateLimiter;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one direction of a link to a rate, without ever blocking: what was let through is paid for afterwards, and nothing
 * more goes until the debt is due, when the agenda wakes the engine. It is told the time, by the agenda.
 */
public final class Throttle {
    private static final long PERIODS_PER_SECOND = 10;
    private static final Duration LONGEST_DEBT = Duration.ofDays(1);

    /**
     * A limit.
     *
     * @param eventsPerSecond 0 for none
     * @param bytesPerSecond 0 for none
     */
    public record Rate(long eventsPerSecond, long bytesPerSecond) {
        /** No limit. */
        public static final Rate NONE = new Rate(0, 0);
    }

    private final Agenda agenda;
    private Rate rate = Rate.NONE;
    private @Nullable RateLimiter events;
    private @Nullable RateLimiter bytes;
    private long freeAt;

    /** Without a limit at first. */
    public Throttle(Agenda agenda) {
        this.agenda = agenda;
    }

    /** Sets another limit; debts are forgotten. */
    public void limit(Rate to) {
        rate = to;
        events = limiter(to.eventsPerSecond());
        bytes = limiter(to.bytesPerSecond());
        freeAt = agenda.now();
    }

    /** The limit in force. */
    public Rate rate() {
        return rate;
    }

    /** Whether anything may go now. */
    public boolean isFree() {
        return agenda.now() >= freeAt;
    }

    /** Most events that may go at once: those of one period, at least one. */
    public int mostEvents() {
        return (int) Math.min(Integer.MAX_VALUE, share(rate.eventsPerSecond()));
    }

    /** Most bytes that may go at once, though a single event always may. */
    public long mostBytes() {
        return share(rate.bytesPerSecond());
    }

    /** So much has gone. */
    public void spend(long someEvents, long someBytes) {
        if (events == null && bytes == null) {
            return;
        }
        long wait = Math.max(wait(events, someEvents), wait(bytes, someBytes));
        if (wait > 0) {
            freeAt = Math.max(freeAt, agenda.now() + wait);
            agenda.in(wait, () -> {}); // whoever tells the time lets the line move on then
        }
    }

    private @Nullable RateLimiter limiter(long perSecond) {
        if (perSecond == 0) {
            return null;
        }
        long permits = Math.min(Integer.MAX_VALUE, share(perSecond));
        var config = RateLimiterConfig.custom()
                .limitForPeriod((int) permits)
                .limitRefreshPeriod(Duration.ofNanos(1_000_000_000 * permits / perSecond))
                .timeoutDuration(LONGEST_DEBT)
                .build();
        // The only constructor that takes a clock.
        return new AtomicRateLimiter("link", config, () -> agenda.now() * 1_000_000);
    }

    /** In milliseconds. A reservation of more permits than one period holds is always refused, so a large one is made in parts. */
    private static long wait(@Nullable RateLimiter limiter, long permits) {
        if (limiter == null) {
            return 0;
        }
        int most = limiter.getRateLimiterConfig().getLimitForPeriod();
        long nanos = 0;
        for (long left = permits; left > 0 && nanos >= 0; left -= most) {
            nanos = limiter.reservePermission((int) Math.min(most, left));
        }
        return nanos < 0 ? LONGEST_DEBT.toMillis() : (nanos + 999_999) / 1_000_000;
    }

    private static long share(long perSecond) {
        return perSecond == 0 ? Long.MAX_VALUE : Math.max(1, perSecond / PERIODS_PER_SECOND);
    }
}
