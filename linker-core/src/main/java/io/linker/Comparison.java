package io.linker;

import io.linker.checkpoint.Checkpoint;
import io.linker.error.DatabaseException;
import io.linker.error.Failure;
import io.linker.error.NotReachedException;
import io.linker.event.OriginPosition;
import io.linker.event.Position;
import io.linker.internal.flow.Agenda;
import io.linker.internal.flow.Throttle;
import io.linker.verify.History;
import io.linker.verify.HistorySource;
import io.linker.verify.LinkRules;
import io.linker.verify.Report;
import io.linker.verify.SafePositions;
import io.linker.verify.Verification;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Compares both ends of a link that may be running. Three places are fixed before anything is read: where the origin ends,
 * which the link has copied; then where the destination ends; then where the origin ends by now. So everything found at the
 * destination is in what is read of the origin, and what lies between the origin's two ends may be there or not.
 *
 * @param rules made anew for each reading
 * @param checkpoint the link's, as it is stored now; null where it left none
 * @param filter fingerprint of the filter that the comparison goes by
 */
record Comparison(
        String link,
        HistorySource origin,
        HistorySource destination,
        Supplier<LinkRules> rules,
        OriginPosition beginning,
        Supplier<@Nullable Checkpoint> checkpoint,
        String filter) {
    private static final long LOOK_MILLIS = 500;
    private static final long SLEEP_MILLIS = 50;

    Report run(ComparisonOptions options) {
        OriginPosition due = origin.end();
        if (!options.patience().isZero()) {
            awaitCheckpoint(due, options.patience());
        }
        OriginPosition there = destination.end();
        OriginPosition end = origin.end();
        return Verification.compare(
                paced(origin.between(beginning, due), options.reading()),
                paced(origin.between(due, end), options.reading()),
                paced(destination.between(OriginPosition.All.START, there), options.reading()),
                rules.get(),
                options.limits());
    }

    /** For each place up to which the origin was processed, the place of the destination behind which to go on. */
    Map<Position, Position> safePositions(Collection<Position> processed, OriginPosition upTo, OriginPosition there) {
        if (processed.isEmpty()) {
            return Map.of();
        }
        try {
            return safePositions(new OriginPosition.All(Collections.min(processed)), processed, upTo, there);
        } catch (DatabaseException refused) {
            if (refused.failure().kind() != Failure.Kind.INVALID_POSITION) {
                throw refused;
            }
            return safePositions(OriginPosition.All.START, processed, upTo, there); // a scavenge took that very event
        }
    }

    private Map<Position, Position> safePositions(
            OriginPosition from, Collection<Position> processed, OriginPosition upTo, OriginPosition there) {
        return SafePositions.find(
                origin.between(from, upTo),
                destination.between(OriginPosition.All.START, there),
                rules.get(),
                processed);
    }

    private void awaitCheckpoint(OriginPosition due, Duration most) {
        long deadline = System.nanoTime() + most.toNanos();
        while (!isAt(due, System.nanoTime() - deadline > 0)) {
            sleep(LOOK_MILLIS);
        }
    }

    private boolean isAt(OriginPosition due, boolean tooLate) {
        Checkpoint stored = checkpoint.get();
        if (stored == null) {
            throw new NotReachedException("The destination has no checkpoint of a link '" + link
                    + "', so nobody knows how far it has come. Give the link's name and the databases' names as the link has"
                    + " them, or compare without waiting for it");
        }
        if (!stored.filter().equals(filter)) {
            throw new NotReachedException("Link '" + link + "' has the filter " + stored.filter()
                    + ", but the comparison was given " + filter + ": give it the link's");
        }
        if (stored.position().reaches(due)) {
            return true;
        }
        if (tooLate) {
            throw new NotReachedException("Link '" + link + "' is at " + stored.position() + " since " + stored.time()
                    + ", and the origin ends at " + due + ". Is it running? Without waiting for it, what it has not"
                    + " copied is told as lost");
        }
        return false;
    }

    private static History paced(History history, Settings.Limits limits) {
        if (limits.equals(Settings.Limits.NONE)) {
            return history;
        }
        return each -> {
            var agenda = new Agenda();
            var throttle = new Throttle(agenda);
            agenda.advanceTo(millis());
            throttle.limit(new Throttle.Rate(limits.eventsPerSecond(), limits.bytesPerSecond()));
            history.read(event -> {
                each.accept(event);
                throttle.spend(1, event.bytes());
                while (!throttle.isFree()) {
                    sleep(SLEEP_MILLIS);
                    agenda.advanceTo(millis());
                }
            });
        };
    }

    private static long millis() {
        return System.nanoTime() / 1_000_000;
    }

    private static void sleep(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseException(new Failure(Failure.Kind.ENDED, "The comparison was interrupted", e));
        }
    }
}
