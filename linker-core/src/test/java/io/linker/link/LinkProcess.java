package io.linker.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.linker.LinkerConnectionBuilder;
import io.linker.LinkerService;
import io.linker.Settings;
import io.linker.checkpoint.Share;
import io.linker.error.LinkStoppedException;
import io.linker.filter.EventFilter;
import io.linker.filter.NamePattern;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * One link in a process of its own, to be killed. It is made beforehand and starts when told, so that nobody waits for a virtual
 * machine; it ends with the process that made it, whose end it sees as that of its input.
 */
final class LinkProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String RUNNING = "running";

    private final Process process;
    private final BufferedReader says;

    private LinkProcess(Process process) {
        this.process = process;
        this.says = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Makes one; what it logs, and each change of its status, goes to {@code log}. */
    static LinkProcess make(Pair pair, boolean exactCopy, Path log, String... vmOptions) {
        return make(pair, Share.WHOLE, exactCopy, log, vmOptions);
    }

    /** Makes one that does a share of the link's work. */
    static LinkProcess make(Pair pair, Share share, boolean exactCopy, Path log, String... vmOptions) {
        return make(LinkProcess.class, pair, share, exactCopy, log, vmOptions);
    }

    /** Makes one that runs another program, given the same arguments. */
    static LinkProcess make(
            Class<?> program, Pair pair, Share share, boolean exactCopy, Path log, String... vmOptions) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = new ArrayList<>(List.of(java, "-Xmx128m", "-Xshare:auto", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(vmOptions));
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                program.getName(),
                pair.originUri(),
                pair.destinationUri(),
                pair.token,
                Boolean.toString(exactCopy),
                share.toString()));
        try {
            return new LinkProcess(new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the link, and returns at once. */
    LinkProcess go() {
        try {
            OutputStream input = process.getOutputStream();
            input.write('\n');
            input.flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException("the process ended before it was told to start", e);
        }
    }

    LinkProcess awaitRunning() {
        assertThat(says()).isEqualTo(RUNNING);
        return this;
    }

    /** What the process says next; {@code null}, as a word, when it ends. */
    String says() {
        return CompletableFuture.supplyAsync(this::line)
                .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    private String line() {
        try {
            return String.valueOf(says.readLine());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lets it live so much longer, and kills it, as {@code kill -9} does. */
    void killAfter(Duration life) throws InterruptedException {
        boolean ended = process.waitFor(life.toMillis(), TimeUnit.MILLISECONDS);
        assertThat(ended).as("the process ended by itself").isFalse();
        close();
    }

    boolean awaitEnd() throws InterruptedException {
        return process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** Runs a link from one database to another, for the streams of one test. */
    public static void main(String[] args) throws IOException, InterruptedException {
        var says = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        Share share = Share.parse(args[4]);
        Settings settings = Boolean.parseBoolean(args[3]) ? Settings.exactCopy() : Settings.defaults();
        try (LinkerService link = LinkerService.builder()
                .origin(LinkerConnectionBuilder.parse(args[0], Pair.ORIGIN))
                .destination(LinkerConnectionBuilder.parse(args[1], Pair.DESTINATION))
                .name(args[2])
                .share(share.index(), share.count())
                .filter(EventFilter.streams(NamePattern.prefix(args[2] + "-")))
                .settings(settings.with(new Settings.Checkpoints(50, Duration.ofMillis(20))))
                .onChange(System.err::println)
                .build()) {
            if (System.in.read() < 0) {
                return;
            }
            link.start().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
            says.println(RUNNING);
            var listening = new Thread(() -> stopWithInput(link), "input");
            listening.setDaemon(true);
            listening.start();
            link.awaitStopped(Duration.ofHours(1));
        } catch (LinkStoppedException stopped) {
            says.println(stopped.reason());
        }
    }

    private static void stopWithInput(LinkerService link) {
        try {
            while (System.in.read() >= 0) {
                // nothing is said; only the end counts
            }
        } catch (IOException ended) {
            // as good as the end
        }
        link.stop().exceptionally(why -> null);
    }
}
