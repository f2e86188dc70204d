package io.linker.examples;

import io.linker.LinkerService;
import io.linker.LinkerServiceBuilder;
import io.linker.examples.shop.Pace;
import io.linker.examples.shop.Shop;
import io.linker.examples.shop.ShopWriter;
import io.linker.testkit.EmbeddedEventStore;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Two embedded nodes, a shop that writes to one of them, and a link between them; both are compared in the end. */
final class ShopRun implements Callable<Integer> {
    private static final int LEISURELY = 1_000;
    private static final Duration TO_DRAIN = Duration.ofMinutes(5);

    private final LinkOptions options;
    private final RunCommand.ShopOptions shop;
    private final LinkFollower follower;

    ShopRun(LinkOptions options, RunCommand.ShopOptions shop, LinkFollower follower) {
        this.options = options;
        this.shop = shop;
        this.follower = follower;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (var origin = EmbeddedEventStore.start();
                var destination = EmbeddedEventStore.start();
                var writer = new ShopWriter("127.0.0.1", origin.port(), new Shop(shop.seed), pace())) {
            LinkerServiceBuilder link =
                    options.link(origin.connectionString(), destination.connectionString(), options.settings());
            follower.print("origin " + origin.connectionString() + ", destination " + destination.connectionString());
            copy(writer, link);
            return follower.compare(link);
        }
    }

    private void copy(ShopWriter writer, LinkerServiceBuilder builder) throws InterruptedException {
        try (LinkerService link = builder.build()) {
            long start = System.nanoTime();
            CompletableFuture<Void> started = link.start();
            CompletableFuture<Long> writing = writer.start(shop.events);
            follower.followUntil(link, () -> writing.isDone() || started.isCompletedExceptionally());
            writer.stop();
            long written = written(writing);
            follower.print("the shop is closed; the link delivers the rest");
            if (!follower.followUntilCaughtUp(link, TO_DRAIN)) {
                throw new CommandException(
                        "ended before the link had caught up; its state: " + StatusLine.of(link.status()));
            }
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            follower.end(link);
            summarise(link, written, took);
        }
    }

    private void summarise(LinkerService link, long written, Duration took) {
        double seconds = Math.max(1, took.toMillis()) / 1000.0;
        follower.print("shop       " + StatusLine.count(written) + " events written");
        follower.print("link       " + StatusLine.counts(link.status()));
        follower.print(
                "time       " + StatusLine.time(took) + ", from the first event written to the last one delivered: "
                        + StatusLine.count(Math.round(written / seconds)) + " events/s");
    }

    private Pace pace() {
        if (shop.events < 1 || (shop.rate != null && shop.rate < 0)) {
            throw new CommandException("--events is 1 or more, --rate 0 or more events a second");
        }
        if (shop.rate != null) {
            return new Pace(shop.rate);
        }
        return new Pace(shop.events == Long.MAX_VALUE ? LEISURELY : 0);
    }

    private static long written(CompletableFuture<Long> writing) throws InterruptedException {
        try {
            return writing.get();
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof IOException known) {
                throw new CommandException("the shop cannot write: " + known.getMessage(), known);
            }
            throw new IllegalStateException(failed.getCause());
        }
    }
}
