package io.linker.examples;

import io.linker.LinkerService;
import io.linker.LinkerServiceBuilder;
import io.linker.error.LinkerException;
import io.linker.examples.topology.Audience;
import io.linker.status.LinkState;
import io.linker.status.LinkStatus;
import io.linker.verify.Report;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;

/** Shows how a link, or several, get on until it is time to end. */
final class LinkFollower implements Audience {
    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration TO_STOP = Duration.ofSeconds(30);
    private static final Duration NOTHING_FOR_LONG = Duration.ofSeconds(10);

    private final Display display;
    private final StopSignal stop;
    private final long began = System.nanoTime();
    private @Nullable String hint;
    private long nextShown = System.nanoTime();

    /** @param hint printed once if the link is at the head and has found nothing to copy for long; null for none */
    LinkFollower(Display display, StopSignal stop, @Nullable String hint) {
        this.display = display;
        this.stop = stop;
        this.hint = hint;
    }

    @Override
    public void print(String line) {
        display.print(line);
    }

    /** Follows the link until the process is to stop, the link is over, or {@code done}. */
    void followUntil(LinkerService link, BooleanSupplier done) throws InterruptedException {
        while (!done.getAsBoolean() && !link.status().state().isOver() && !stop.await(TICK)) {
            show(List.of(link.status()));
        }
    }

    /**
     * Follows the link until all that the origin has is at the destination; tells whether that was so in time, and before the
     * process was asked to stop. One that was asked before hears no second request: the JVM takes none.
     */
    boolean followUntilCaughtUp(LinkerService link, Duration bound) throws InterruptedException {
        boolean stopping = stop.await(Duration.ZERO);
        return watch(() -> List.of(link.status()), link::awaitCaughtUp, stopping ? TO_STOP : bound, !stopping);
    }

    @Override
    public boolean watch(Supplier<List<LinkStatus>> links, Condition done, Duration bound) throws InterruptedException {
        return watch(links, done, bound, true);
    }

    private boolean watch(Supplier<List<LinkStatus>> links, Condition done, Duration bound, boolean stoppable)
            throws InterruptedException {
        long end = System.nanoTime() + bound.toNanos();
        while (!done.await(TICK)) {
            if (System.nanoTime() > end || (stoppable && stop.await(Duration.ZERO))) {
                return false;
            }
            show(links.get());
        }
        return true;
    }

    /** Ends the link in good order; throws what had ended it before. */
    void end(LinkerService link) throws InterruptedException {
        await(link.stop());
    }

    /** Compares both sides and tells what was found; the exit code. */
    int compare(LinkerServiceBuilder link) {
        display.print("comparing both sides; deletes, and what they or newer metadata replaced, are not counted");
        Report report = link.compare();
        display.print(report.toString());
        return report.isFaithful() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private void show(List<LinkStatus> links) {
        if (System.nanoTime() - nextShown >= 0) {
            display.status(StatusLine.of(links));
            links.forEach(this::hint);
            nextShown = System.nanoTime() + display.interval().toNanos();
        }
    }

    private void hint(LinkStatus status) {
        boolean nothing = status.state() == LinkState.LIVE && status.delivered() == 0;
        if (hint != null && nothing && System.nanoTime() - began > NOTHING_FOR_LONG.toNanos()) {
            display.print(hint);
            hint = null;
        }
    }

    private static void await(CompletableFuture<Void> future) throws InterruptedException {
        try {
            future.get(TO_STOP.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException tooLong) {
            throw new CommandException("the link did not stop within " + StatusLine.time(TO_STOP), tooLong);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof LinkerException known) {
                throw known;
            }
            throw new IllegalStateException(failed.getCause());
        }
    }
}
