package io.linker.benchmarks.ends;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process with this one's class path. It is told things line by line, and ends with its standard input. */
public final class JavaProcess implements AutoCloseable {
    private static final long CLOSE_SECONDS = 20;

    private final Process process;
    private final BufferedReader output;
    private final BufferedWriter input;

    /** Starts {@code main} with options of the JVM and arguments. */
    public JavaProcess(Class<?> main, List<String> options, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        output = process.inputReader(StandardCharsets.UTF_8);
        input = process.outputWriter(StandardCharsets.UTF_8);
    }

    /** Says a line and waits for the answer to it, of one line. */
    public String ask(String line) throws IOException {
        input.write(line);
        input.newLine();
        input.flush();
        return read();
    }

    /**
     * The next line of its output.
     *
     * @throws IOException if it ended instead
     */
    private String read() throws IOException {
        String line = output.readLine();
        if (line == null) {
            throw new IOException(
                    "the process ended: " + process.info().commandLine().orElse("?"));
        }
        return line;
    }

    /** The next line of its output that begins so. */
    public String readUntil(String prefix) throws IOException {
        String line = read();
        while (!line.startsWith(prefix)) {
            line = read();
        }
        return line;
    }

    /** Ends it, by force if it does not end by itself. */
    @Override
    public void close() throws IOException {
        try {
            input.close();
            if (!process.waitFor(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
