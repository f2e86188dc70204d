package io.linker.examples;

import io.linker.testkit.EmbeddedEventStore;
import io.linker.testkit.EmbeddedEventStoreBuilder;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
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
        EmbeddedEventStoreBuilder builder = EmbeddedEventStore.builder();
        try {
            return builder.port(port).start();
        } catch (UncheckedIOException taken) {
            throw new CommandException(
                    "port " + port + " cannot be used (" + taken.getMessage()
                            + "); choose another with --port, or 0 for any free one",
                    taken);
        } catch (IllegalArgumentException noPort) {
            throw new CommandException(noPort.getMessage() + "; ports are 0 to 65535", noPort);
        }
    }
}
