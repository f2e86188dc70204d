package io.linker.examples;

import io.linker.ComparisonOptions;
import io.linker.Migration;
import io.linker.Switchover;
import io.linker.error.NotReachedException;
import io.linker.verify.Report;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;

/** The steps of a migration, told as they are taken; nothing where the process is stopped before the switch. */
final class MigrationRun implements Callable<Optional<Switchover>> {
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final Duration LONG = Duration.ofDays(365);

    private final Migration migration;
    private final LinkFollower follower;
    private final StopSignal stop;
    private final Duration quiet;

    MigrationRun(Migration migration, LinkFollower follower, StopSignal stop, Duration quiet) {
        this.migration = migration;
        this.follower = follower;
        this.stop = stop;
        this.quiet = quiet;
    }

    @Override
    public Optional<Switchover> call() throws InterruptedException {
        Optional<Switchover> made = Optional.empty();
        while (made.isEmpty() && !isStopped()) {
            made = attempt();
        }
        return made;
    }

    private Optional<Switchover> attempt() throws InterruptedException {
        follower.print("1 of 5: copying what the origin holds");
        if (!follower.followUntilCaughtUp(migration.link(), LONG)) {
            return stopped();
        }
        follower.print(
                "2 of 5: caught up, and following. Stop the applications that write to the origin: the switch goes on when"
                        + " nothing was written for " + StatusLine.time(quiet));
        while (!migration.awaitFreeze(quiet, quiet.plus(TICK))) {
            if (isStopped()) {
                return stopped();
            }
        }
        follower.print("3 of 5: the origin stands still; copying the rest");
        while (!migration.drain(TICK)) {
            if (isStopped()) {
                return stopped();
            }
        }
        follower.print("4 of 5: comparing both sides");
        Report report = migration.verify(ComparisonOptions.defaults());
        follower.print(report.toString());
        if (!report.isFaithful()) {
            throw new CommandException(
                    "the copy is not faithful, so the switch is not made; the differences are above");
        }
        follower.print("5 of 5: noting the switch");
        return switchOver();
    }

    private Optional<Switchover> switchOver() throws InterruptedException {
        try {
            return Optional.of(migration.switchOver());
        } catch (NotReachedException written) {
            follower.print(String.valueOf(written.getMessage()));
            return Optional.empty();
        }
    }

    private boolean isStopped() throws InterruptedException {
        return stop.await(Duration.ZERO);
    }

    private Optional<Switchover> stopped() {
        follower.print("stopped before the switch; the same command goes on");
        return Optional.empty();
    }
}
