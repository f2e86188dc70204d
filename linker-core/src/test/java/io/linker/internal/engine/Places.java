package io.linker.internal.engine;

import io.linker.checkpoint.Share;
import io.linker.event.OriginPosition;
import io.linker.event.Position;
import io.linker.event.RecordedEvent;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Somebody asks a simulated link, again and again, to tell when a place is applied: it must tell, and never early. */
final class Places {
    private static final long EVERY_MILLIS = 150;
    private static final long MOST_MILLIS = 600_000;
    /** The place of some event that will come soon, or between two. */
    private static final long AHEAD = 700;

    private final World world;
    private final SimDatabase from;
    private final Promise promise;
    private final Supplier<SimLink> link;
    private @Nullable SimLink asked;
    private int open;
    private long furthest;

    Places(World world, SimDatabase from, Promise promise, Supplier<SimLink> link) {
        this.world = world;
        this.from = from;
        this.promise = promise;
        this.link = link;
    }

    /** Asks until then, in turn for the newest event, selected or not, and for a place that is not there yet. */
    void plan(long millis) {
        for (long at = EVERY_MILLIS; at < millis; at += EVERY_MILLIS) {
            long ahead = at / EVERY_MILLIS % 2 * AHEAD;
            world.in(at, () -> ask(ahead));
        }
    }

    private void ask(long ahead) {
        RecordedEvent newest = from.newest(null);
        SimLink now = link.get();
        if (newest == null || now.isOver()) {
            return;
        }
        if (asked != now) {
            asked = now;
            open = 0;
        }
        long place = newest.position().commit() + ahead;
        furthest = Math.max(furthest, place);
        open++;
        now.tellWhenApplied(new OriginPosition.All(new Position(place, place)), () -> {
            promise.checkpoint(Share.WHOLE, place);
            open -= asked == now ? 1 : 0;
        });
    }

    /** All is quiet: a link that is not over tells whatever it was asked, once something stands behind the furthest place. */
    void check() {
        for (RecordedEvent newest = from.newest(null);
                newest != null && newest.position().commit() < furthest;
                newest = from.newest(null)) {
            from.append("elsewhere", new UUID(1, newest.position().commit()), "t", "{}", "");
        }
        from.changed();
        long deadline = world.now() + MOST_MILLIS;
        while (asked != null && !asked.isOver() && open > 0) {
            if (world.now() > deadline) {
                throw new AssertionError(open + " places are applied, and nobody says so");
            }
            world.advanceTo(world.now() + 1_000);
        }
    }
}
