package io.linker.internal.engine;

import io.linker.error.LinkStoppedException;
import io.linker.error.StopReason;
import io.linker.event.OriginPosition;
import io.linker.internal.flow.Throttle;
import io.linker.status.LinkState;
import io.linker.status.LinkStatus;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that drives one {@link LinkCore}: feeds it what happened, tells it the time, publishes its status. */
public final class LinkRunner {
    private static final Logger log = LoggerFactory.getLogger(LinkRunner.class);
    private static final int MOST_AT_ONCE = 1_024;
    private static final long MOST_SLEEP_MILLIS = 1_000;
    private static final long PUBLISH_MILLIS = 100;

    private final Mailbox mailbox = new Mailbox();
    private final LongSupplier millis;
    private final LinkCore core;
    private final Ends ends;
    private final Thread thread;
    private final Consumer<LinkStatus> onChange;
    private final CompletableFuture<Void> running = new CompletableFuture<>();
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private final Map<Long, CompletableFuture<Void>> waiting = new ConcurrentHashMap<>();
    private final AtomicLong waiters = new AtomicLong();
    private volatile LinkStatus status;
    private volatile long publishedAt;

    /**
     * Puts a link together; nothing happens before {@link #start}.
     *
     * @param assembly what the link is made of
     * @param onChange hears of changes of state, on the engine's thread
     */
    public LinkRunner(LinkAssembly assembly, Consumer<LinkStatus> onChange) {
        this.millis = assembly.millis();
        this.onChange = onChange;
        this.ends = new Ends(assembly.origin(), assembly.destination(), mailbox, assembly.prepare());
        this.core = new LinkCore(assembly.wiring(ends, mailbox, new Turns()));
        ends.core(core);
        this.status = core.status();
        this.thread = new Thread(this::run, "linker-" + assembly.spec().shareName());
        this.thread.setDaemon(true);
    }

    /** Starts the link; completes when both ends are connected and the subscription is confirmed. */
    public CompletableFuture<Void> start() {
        mailbox.post(core::start);
        thread.start();
        return running.copy();
    }

    /** Lets unanswered writes finish and stores the position; completes when the link is over. */
    public CompletableFuture<Void> stop() {
        mailbox.post(core::stop);
        return over.copy();
    }

    /** Completes when the link is over; exceptionally if it stopped by itself for a reason. Not to be completed by others. */
    public CompletableFuture<Void> over() {
        return over; // a copy for everybody who waits a moment would be kept as long as the link
    }

    /** Stops or starts the flow of events; connections are kept. */
    public void pause(boolean paused) {
        mailbox.post(() -> core.pause(paused));
    }

    /** Keeps the link to a rate from now on. */
    public void limit(Throttle.Rate rate) {
        mailbox.post(() -> core.limit(rate));
    }

    /**
     * Completes once everything of the origin up to {@code place} is done; who no longer waits cancels it, or it is kept till
     * then.
     *
     * @param place null for where the origin ends now
     */
    public CompletableFuture<Void> whenApplied(@Nullable OriginPosition place) {
        var applied = new CompletableFuture<Void>();
        long number = waiters.getAndIncrement();
        waiting.put(number, applied);
        var unused = applied.whenComplete((done, thrown) -> waiting.remove(number));
        mailbox.post(() -> core.whenApplied(place, applied::isDone, () -> {
            publish();
            applied.complete(null);
        }));
        if (over.isDone()) {
            tellWaiting();
        }
        return applied;
    }

    /** The link is over: who waits for it to catch up would wait for ever. */
    private void tellWaiting() {
        Throwable why = over.handle(
                        (done, thrown) -> thrown != null ? thrown : new IllegalStateException("The link was stopped"))
                .join();
        waiting.values().forEach(each -> each.completeExceptionally(why));
    }

    /** The status as of a moment ago; where code of the host's holds the engine's thread up, it says so. */
    public LinkStatus status() {
        LinkStatus last = status;
        var held = new Obstacle(
                publishedAt, "the link's own thread is held up: an onChange listener or the filter does not return");
        long now = millis.getAsLong();
        boolean runs = last.state() != LinkState.NEW && !last.state().isOver();
        return runs && held.lasts(now) ? last.with(LinkState.RETRYING, held.text(now)) : last;
    }

    /** Whether this is called on the engine's thread, by a listener. */
    public boolean isOwnThread() {
        return Thread.currentThread() == thread;
    }

    /** Waits for the engine's thread to end. */
    public boolean join(Duration bound) throws InterruptedException {
        thread.join(Math.max(1, bound.toMillis()));
        return !thread.isAlive();
    }

    private void run() {
        try {
            loop();
        } catch (RuntimeException | Error broken) {
            log.error("Link '{}' stopped because of an error in itself", status.link(), broken);
            failed(new LinkStoppedException(StopReason.INTERNAL, "An error in Linker itself: " + broken, broken));
        }
        publish();
    }

    private void failed(LinkStoppedException why) {
        try {
            core.failed(why); // or the status would go on saying that all is well
        } finally {
            finish(why); // whatever else is broken, nobody waits for ever
        }
    }

    private void loop() {
        while (!core.isOver()) {
            boolean worked = work();
            long now = millis.getAsLong();
            core.tick(now);
            if (now - publishedAt >= PUBLISH_MILLIS) {
                publish();
            }
            if (!worked && !core.isOver()) {
                mailbox.await(Math.min(MOST_SLEEP_MILLIS, core.nextDue() - millis.getAsLong()));
            }
        }
    }

    private boolean work() {
        Runnable next = mailbox.poll();
        boolean worked = next != null;
        for (int done = 0; next != null && !core.isOver(); done++) {
            next.run();
            next = done < MOST_AT_ONCE ? mailbox.poll() : null;
        }
        return worked;
    }

    private void publish() {
        LinkStatus before = status;
        publishedAt = millis.getAsLong();
        status = core.status();
        if (before.state() != status.state() || !before.reason().equals(status.reason())) {
            log.info("Link '{}' is {}{}", status.link(), status.state(), because(status));
            tell(status);
        }
        if (!before.flow().equals(status.flow())) {
            log.debug("Link '{}' has {}", status.link(), status.flow());
        }
    }

    private void tell(LinkStatus changed) {
        try {
            onChange.accept(changed);
        } catch (RuntimeException broken) {
            log.warn("Who listens to link '{}' failed; the link goes on", changed.link(), broken);
        }
    }

    private static String because(LinkStatus status) {
        return status.reason().isEmpty() ? "" : ": " + status.reason();
    }

    private void finish(@Nullable LinkStoppedException why) {
        if (why == null) {
            running.completeExceptionally(new IllegalStateException("The link was stopped before it ran"));
            over.complete(null);
        } else {
            running.completeExceptionally(why);
            over.completeExceptionally(why);
        }
        tellWaiting();
    }

    private final class Turns implements Life.Listener {
        @Override
        public void running() {
            publish(); // who waited asks for the status next
            running.complete(null);
        }

        @Override
        public void over(@Nullable LinkStoppedException why) {
            publish();
            finish(why);
        }
    }
}
