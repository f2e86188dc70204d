package io.linker.examples;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Starts one embedded node, so that any other program can talk to it. */
@Command(
        name = "node",
        mixinStandardHelpOptions = true,
        description = "Starts one embedded node and runs it until stopped.")
final class NodeCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw new CommandException("no node yet");
    }
}
