package io.linker.examples;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/**
 * Where a running command shows how it is getting on: on a terminal lines that change in place, elsewhere plain lines now and
 * then. For one thread.
 */
final class Display {
    private static final Duration IN_PLACE = Duration.ofMillis(500);
    private static final Duration PLAIN = Duration.ofSeconds(5);
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintStream out;
    private final int columns;
    private int linesShown;

    /** @param columns width of the terminal, 0 if {@code out} is none */
    Display(PrintStream out, int columns) {
        this.out = out;
        this.columns = columns;
    }

    /** The process's output; {@code ./linker} passes the width if it is a terminal. */
    static Display ofProcess() {
        return new Display(System.out, Integer.getInteger("linker.columns", 0));
    }

    /** How often {@link #status} is worth calling. */
    Duration interval() {
        return columns > 0 ? IN_PLACE : PLAIN;
    }

    /** Shows how things stand now. */
    void status(List<String> lines) {
        if (columns > 0) {
            out.print(linesShown > 1 ? "\u001b[" + (linesShown - 1) + "A" : "");
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i);
                out.print((i > 0 ? System.lineSeparator() : "") + CLEAR_LINE);
                out.print(line.substring(0, Math.min(line.length(), columns - 1)));
            }
            linesShown = lines.size();
        } else {
            lines.forEach(out::println);
        }
        out.flush();
    }

    /** Prints a line that stays. */
    void print(String line) {
        if (linesShown > 0) {
            out.println();
            linesShown = 0;
        }
        out.println(line);
        out.flush();
    }
}
