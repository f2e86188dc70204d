package io.linker.internal.prepare;

import io.linker.checkpoint.Share;
import io.linker.event.OriginEvent;
import io.linker.event.Outcome;
import io.linker.event.SkipReason;
import io.linker.transform.Transform;
import java.util.function.Function;

/**
 * One share of a link's work: what belongs to others is passed over before anything else is asked about it, so that each
 * event is counted for what it is by one share only.
 */
public final class Division {
    private final Share share;
    private final Transform transform;
    private final Function<OriginEvent, Outcome> line;

    private Division(Share share, Transform transform, Function<OriginEvent, Outcome> line) {
        this.share = share;
        this.transform = transform;
        this.line = line;
    }

    /** The line as this share has it. */
    public static Function<OriginEvent, Outcome> of(
            Share share, Transform transform, Function<OriginEvent, Outcome> line) {
        return share.isWhole() ? line : new Division(share, transform, line)::prepare;
    }

    private Outcome prepare(OriginEvent origin) {
        return holds(origin.lane()) ? line.apply(origin) : new Outcome.Skip(origin, SkipReason.OTHER_SHARE);
    }

    /** A transform that fails makes the event undeliverable, which is for one share to find. */
    private boolean holds(String lane) {
        try {
            return share.holds(transform.lane(lane));
        } catch (RuntimeException | StackOverflowError thrown) {
            return share.holds(lane);
        }
    }
}
