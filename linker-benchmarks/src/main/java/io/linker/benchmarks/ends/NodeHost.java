package io.linker.benchmarks.ends;

import io.linker.testkit.EmbeddedEventStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Main class of a process that holds one embedded node. Each line it reads replaces the node by an empty one, whose port it
 * prints: the process stays warm from run to run. Ends with its standard input.
 */
public final class NodeHost {
    /** Readers that go away in the middle of a message are not worth a stack trace here. */
    private static final Logger TRANSPORT = Logger.getLogger("io.grpc.netty.shaded");

    private NodeHost() {}

    /**
     * Serves until its input ends.
     *
     * @param args the directory that keeps the events, or nothing for memory
     */
    public static void main(String[] args) throws IOException {
        TRANSPORT.setLevel(Level.SEVERE);
        run(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)), System.out, args);
    }

    private static void run(BufferedReader in, PrintStream out, String[] args) throws IOException {
        EmbeddedEventStore node = null;
        try {
            for (int number = 0; in.readLine() != null; number++) {
                close(node);
                node = start(args.length == 0 ? null : Path.of(args[0], Integer.toString(number)));
                out.println(node.port());
            }
        } finally {
            close(node);
        }
    }

    private static EmbeddedEventStore start(@Nullable Path data) {
        var builder = EmbeddedEventStore.builder();
        return data == null ? builder.start() : builder.directory(data).start();
    }

    private static void close(@Nullable EmbeddedEventStore node) {
        if (node != null) {
            node.close();
        }
    }
}
