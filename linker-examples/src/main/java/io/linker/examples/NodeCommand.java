package io.linker.examples;

import io.linker.testkit.EmbeddedEventStore;
import io.linker.testkit.EmbeddedEventStoreBuilder;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts one embedded node, so that any other program can talk to it. */
@Command(
        name = "node",
        mixinStandardHelpOptions = true,
        description = "Starts one embedded node on the loopback address and runs it until stopped.")
final class NodeCommand implements Callable<Integer> {
    private final StopSignal stop;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "2113",
            description = "Port to listen on, 0 for any free one (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Directory that keeps the events; without it they end with the node.")
    private @Nullable Path data;

    @Option(
            names = "--projections",
            description = "Links every event by category and by event type, as the standard projections do.")
    private boolean projections;

    NodeCommand(StopSignal stop) {
        this.stop = stop;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (EmbeddedEventStore node = start()) {
            System.out.println("node ready: " + node.connectionString());
            stop.await();
        }
        System.out.println("node stopped");
        return 0;
    }

    private EmbeddedEventStore start() {
        EmbeddedEventStoreBuilder builder = EmbeddedEventStore.builder().standardProjections(projections);
        if (data != null) {
            builder.directory(data);
        }
        try {
            return builder.port(port).start();
        } catch (UncheckedIOException failure) {
            throw new CommandException(
                    "the node cannot start (" + failure.getMessage()
                            + "); choose another port with --port, 0 for any free one, or another directory with --data",
                    failure);
        } catch (IllegalStateException occupied) {
            throw new CommandException(occupied.getMessage() + "; choose another directory with --data", occupied);
        } catch (IllegalArgumentException noPort) {
            throw new CommandException(noPort.getMessage() + "; ports are 0 to 65535", noPort);
        }
    }
}
