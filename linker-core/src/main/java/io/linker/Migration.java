package io.linker;

import io.linker.error.LinkStoppedException;
import io.linker.error.LinkerException;
import io.linker.error.NotReachedException;
import io.linker.esdb.Inventory;
import io.linker.event.NewEvent;
import io.linker.event.OriginPosition;
import io.linker.event.Position;
import io.linker.event.RecordedEvent;
import io.linker.origin.OriginSource;
import io.linker.verify.Report;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Moves applications from one database to another, in steps that are taken in this order:
 *
 * <pre>{@code
 * try (var migration = new Migration(LinkerService.builder().origin(old).destination(young).settings(Settings.exactCopy()))) {
 *     migration.copy(Duration.ofHours(6));                                    // goes on copying until the switch
 *     // stop the applications that write to the old database
 *     migration.awaitFreeze(Duration.ofSeconds(30), Duration.ofMinutes(10));  // nothing is written any more
 *     migration.drain(Duration.ofMinutes(1));                                 // all of it is at the new one
 *     Report report = migration.verify(ComparisonOptions.defaults());         // event by event
 *     Switchover switchover = migration.switchOver();                         // refused unless faithful and still frozen
 *     // start the applications on the new database, readers behind migration.translate(…)
 * }
 * }</pre>
 *
 * <p>A process that dies anywhere is started again and takes the same steps. The copy goes on at the link's checkpoint; freeze,
 * drain and comparison are found out anew, so that none of them can be out of date. Only the switch is noted, in the
 * destination's stream {@code linker-migration-<link>}: afterwards applications write there, and nobody could tell any more
 * where it was. {@link #switchover} tells it.
 *
 * <p>Reads {@code $all}: links of other sources carry neither deletes nor stream metadata. Not thread-safe.
 */
public final class Migration implements AutoCloseable {
    private static final long LOOK_MILLIS = 1_000;

    private final LinkerServiceBuilder builder;
    private final LinkUpkeep upkeep;
    private final Comparison ends;
    private final Clock clock = Clock.systemUTC();
    private @Nullable LinkerService link;
    private @Nullable OriginPosition frozen;
    private @Nullable OriginPosition drained;
    private @Nullable Report verified;

    /**
     * A migration by this link, which is built and started by {@link #copy}. Writes nothing yet.
     *
     * @throws IllegalArgumentException if the link reads something else than {@code $all}, or is split
     */
    public Migration(LinkerServiceBuilder link) {
        this.builder = link;
        this.upkeep = link.upkeep();
        this.ends = upkeep.comparison();
        if (!(upkeep.link().source() instanceof OriginSource.All)) {
            throw new IllegalArgumentException(
                    "A migration reads $all: from other sources neither deletes nor stream metadata arrive");
        }
        if (!upkeep.share().isWhole()) {
            throw new IllegalArgumentException("A migration runs a link as a whole, and this is share " + upkeep.share()
                    + " of link '" + upkeep.link().name() + "': start the link in one process");
        }
    }

    /**
     * Starts the link, which goes on until the switch, and waits until it has caught up.
     *
     * @return whether it had within {@code most}; may be called again
     * @throws LinkStoppedException if the link cannot start, or stopped by itself
     * @throws IllegalStateException if the switch was made already
     */
    public boolean copy(Duration most) throws InterruptedException {
        return running().awaitCaughtUp(most);
    }

    /** The link, to look at; started if it was not. */
    public LinkerService link() {
        return running();
    }

    private LinkerService running() {
        LinkerService running = link;
        if (running == null) {
            switchover().ifPresent(made -> {
                throw new IllegalStateException("Link '" + ends.link() + "' made the switch at " + made.time()
                        + ": what is written at the origin now is not copied");
            });
            running = builder.build();
            link = running;
            start(running);
        }
        return running;
    }

    private void start(LinkerService running) {
        try {
            running.start().join();
        } catch (CompletionException failed) {
            close();
            throw failed.getCause() instanceof LinkerException known ? known : failed;
        }
    }

    /**
     * Waits until nothing that the link's filter selects was written to the origin for {@code quiet}: its newest event stands
     * still.
     *
     * @return whether that was so within {@code most}
     */
    public boolean awaitFreeze(Duration quiet, Duration most) throws InterruptedException {
        forget();
        long deadline = System.nanoTime() + most.toNanos();
        OriginPosition end = ends.origin().end();
        long since = System.nanoTime();
        while (System.nanoTime() - since < quiet.toNanos()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.sleep(Math.min(
                    TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS), quiet.toNanos() - (System.nanoTime() - since)));
            OriginPosition now = ends.origin().end();
            if (!now.equals(end)) {
                end = now;
                since = System.nanoTime();
            }
        }
        frozen = end;
        return true;
    }

    /**
     * Waits until everything up to the place where the origin is frozen is at the destination.
     *
     * @return whether it was within {@code most}
     * @throws IllegalStateException if the freeze was not awaited
     */
    public boolean drain(Duration most) throws InterruptedException {
        OriginPosition place = taken(frozen, "awaitFreeze");
        boolean done = running().awaitApplied(place, most);
        drained = done ? place : null;
        return done;
    }

    /**
     * Compares both databases, event by event.
     *
     * @throws IllegalStateException if the link is not drained
     */
    public Report verify(ComparisonOptions options) {
        taken(drained, "drain");
        Report report = ends.run(options);
        verified = report;
        return report;
    }

    /**
     * Ends the link and notes the switch, if the origin has stood still since it was drained. From now on applications may write to the
     * destination.
     *
     * @throws IllegalStateException if the copy was not verified, or is not faithful
     * @throws NotReachedException if the origin was written meanwhile: go on with {@link #copy} and the steps after it
     */
    public Switchover switchOver() throws InterruptedException {
        if (!taken(verified, "verify").isFaithful()) {
            throw new IllegalStateException("The copy is not faithful, so nobody should move to it: " + verified);
        }
        OriginPosition place = taken(drained, "drain");
        mustStandStill(place);
        close();
        mustStandStill(place);
        var made = new Switchover(position(place), position(ends.destination().end()), clock.instant());
        upkeep.notes()
                .begin(
                        Switchover.stream(ends.link()),
                        new NewEvent(UUID.randomUUID(), Switchover.TYPE, true, made.encode(), new byte[0]));
        return switchover().orElseThrow(); // another process may have been quicker
    }

    private void mustStandStill(OriginPosition place) {
        OriginPosition now = ends.origin().end();
        if (!now.equals(place)) {
            forget();
            throw new NotReachedException("The origin was written after it was frozen: it ends at " + now
                    + " instead of " + place + ". Find out who writes, and begin again with copy");
        }
    }

    /** The switch that was made by this migration, by an earlier process perhaps. */
    public Optional<Switchover> switchover() {
        RecordedEvent noted = upkeep.notes().newest(Switchover.stream(ends.link()));
        return Optional.ofNullable(noted).map(event -> Switchover.decode(event.data()));
    }

    /**
     * Tells readers of the origin's {@code $all} where to go on: behind the place returned a reader finds everything that it has not
     * processed. It may find some again, since the order between streams is another. Reads much of both databases.
     *
     * @param processed up to where readers have processed, at most 64 places
     * @throws IllegalStateException if the link is neither drained nor the switch made
     */
    public Map<Position, Position> translate(Collection<Position> processed) {
        Optional<Switchover> made = switchover();
        OriginPosition upTo = made.<OriginPosition>map(at -> new OriginPosition.All(at.origin()))
                .orElseGet(() -> taken(drained, "drain"));
        OriginPosition there = made.<OriginPosition>map(at -> new OriginPosition.All(at.destination()))
                .orElseGet(() -> ends.destination().end());
        return ends.safePositions(processed, upTo, there);
    }

    /** What the origin holds that no link copies, and somebody has to set up anew. */
    public Inventory inventory() {
        return upkeep.inventory();
    }

    /**
     * A link the other way, for the time when one may still want to go back: copies what is written at the destination after the
     * switch. Named {@code <link>-back}. As exact as this one; of a link that extends metadata the way back is one of
     * {@link Settings#twoWay()}, which copies no soft deletes.
     *
     * @throws IllegalStateException if the switch is not made, or the link has a transform, which cannot be turned round
     */
    public LinkerServiceBuilder reverse() {
        return upkeep.reverse(switchover()
                .orElseThrow(() -> new IllegalStateException("The switch is not made yet"))
                .destination());
    }

    private void forget() {
        frozen = null;
        drained = null;
        verified = null;
    }

    private static <T> T taken(@Nullable T result, String step) {
        if (result == null) {
            throw new IllegalStateException("Take the step '" + step + "' before this one");
        }
        return result;
    }

    private static Position position(OriginPosition place) {
        return ((OriginPosition.All) place).position();
    }

    /** Stops the link. What was copied stays, and another migration goes on from there. */
    @Override
    public void close() {
        LinkerService running = link;
        if (running != null) {
            link = null;
            running.close();
        }
    }
}
