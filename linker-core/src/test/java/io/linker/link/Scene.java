package io.linker.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.linker.LinkerServiceBuilder;
import io.linker.Settings;
import io.linker.verify.Report;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;

/** Two sites of their own for one test, whose link is impatient: what stands still is noticed within a test. */
final class Scene implements AutoCloseable {
    /** The shortest there is. */
    static final Duration STALL = Duration.ofSeconds(1);

    private static final Duration AT_ONCE = Duration.ofSeconds(5);

    final Site origin;
    final Site destination;
    final Pair pair;

    private Scene(Path directory) {
        origin = Site.in(directory.resolve("origin"));
        destination = Site.in(directory.resolve("destination"));
        origin.facing(destination);
        destination.facing(origin);
        pair = new Pair(origin.testsUri(), destination.testsUri());
    }

    static Scene in(Path directory) {
        return new Scene(directory);
    }

    Site at(End end) {
        return end == End.ORIGIN ? origin : destination;
    }

    static Settings impatient(Settings settings) {
        return settings.with(new Settings.Connecting(Duration.ofSeconds(30), false, STALL))
                .with(new Settings.Checkpoints(200, Duration.ofMillis(50)));
    }

    /** The link over the ways that can be made bad. It runs on the destination's machine, by its clock. */
    LinkerServiceBuilder link(Settings settings) {
        return pair.link(settings, origin.uri(), destination.uri())
                .clock(destination.clock().withZone(ZoneOffset.UTC));
    }

    /** Nothing lost, doubled, reordered or altered. */
    void assertFaithful(Settings settings) {
        Report report = link(settings).compare();
        assertThat(report.isFaithful()).as(report::toString).isTrue();
    }

    private boolean isOfALink(String thread) {
        return thread.contains(pair.token) && !thread.equals(Writer.threadName(pair));
    }

    /** No thread and no socket of the test's links is there any more. */
    void assertNothingLeft() {
        await().atMost(AT_ONCE).untilAsserted(() -> {
            assertThat(Thread.getAllStackTraces().entrySet())
                    .filteredOn(thread -> isOfALink(thread.getKey().getName()))
                    .map(thread -> thread.getKey().getName() + " at " + List.of(thread.getValue()))
                    .isEmpty();
            assertThat(Sockets.openTo(origin.way().port())).isZero();
            assertThat(Sockets.openTo(destination.way().port())).isZero();
        });
    }

    @Override
    public void close() {
        pair.close();
        origin.close();
        destination.close();
    }
}
