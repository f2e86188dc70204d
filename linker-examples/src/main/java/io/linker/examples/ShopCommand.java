package io.linker.examples;

import io.linker.examples.shop.Pace;
import io.linker.examples.shop.Shop;
import io.linker.examples.shop.ShopWriter;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lets a shop write to an embedded node in another process, for trials. */
@Command(
        name = "shop",
        mixinStandardHelpOptions = true,
        description = "Writes what happens in a shop to an embedded node on the loopback address.")
final class ShopCommand implements Callable<Integer> {
    private final StopSignal stop;

    @Option(names = "--port", paramLabel = "PORT", required = true, description = "Port of the node.")
    private int port;

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "100000",
            description = "How many events (default: ${DEFAULT-VALUE}).")
    private long events;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "What happens in the shop; the same seed writes the same events (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "0",
            description = "Events a second, 0 for as fast as it goes (default: ${DEFAULT-VALUE}).")
    private int rate;

    ShopCommand(StopSignal stop) {
        this.stop = stop;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (events < 1 || rate < 0) {
            throw new CommandException("--events is 1 or more, --rate 0 or more events a second");
        }
        try (var writer = new ShopWriter("127.0.0.1", port, new Shop(seed), new Pace(rate))) {
            CompletableFuture<Long> written = writer.start(events);
            while (!written.isDone() && !stop.await(Duration.ofMillis(100))) {
                // either ends the wait
            }
            writer.stop();
            System.out.println(StatusLine.count(written.get()) + " events written");
            return 0;
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof IOException known) {
                throw new CommandException("the shop cannot write: " + known.getMessage(), known);
            }
            throw new IllegalStateException(failed.getCause());
        }
    }
}
