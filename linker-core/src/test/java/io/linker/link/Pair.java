package io.linker.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.linker.LinkerConnectionBuilder;
import io.linker.LinkerService;
import io.linker.LinkerServiceBuilder;
import io.linker.Settings;
import io.linker.event.RecordedEvent;
import io.linker.filter.EventFilter;
import io.linker.filter.NamePattern;
import io.linker.internal.prepare.PreparationSettings;
import io.linker.internal.prepare.VerificationRules;
import io.linker.testkit.EmbeddedEventStore;
import io.linker.verify.Report;
import io.linker.verify.Verification;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Two databases and one test's part of them: every stream of the test begins with its token, and so do its links' names, so
 * that tests may share databases with each other and with whatever else is there.
 */
final class Pair implements AutoCloseable {
    static final String ORIGIN = "origin-01";
    static final String DESTINATION = "destination-01";
    static final PreparationSettings DEFAULTS = PreparationSettings.defaults(ORIGIN, DESTINATION);
    static final PreparationSettings EXACT = PreparationSettings.exactCopy(ORIGIN, DESTINATION);
    static final Duration PATIENCE = Duration.ofSeconds(30);

    final Database origin;
    final Database destination;
    final String token = "t" + UUID.randomUUID().toString().substring(0, 8);
    private final String originUri;
    private final String destinationUri;

    Pair(String originUri, String destinationUri) {
        this.originUri = originUri;
        this.destinationUri = destinationUri;
        this.origin = new Database(originUri);
        this.destination = new Database(destinationUri);
    }

    Pair(EmbeddedEventStore origin, EmbeddedEventStore destination) {
        this(origin.connectionString(), destination.connectionString());
    }

    String originUri() {
        return originUri;
    }

    String destinationUri() {
        return destinationUri;
    }

    /** A stream of this test, in the category that the token names. */
    String stream(String name) {
        return token + "-" + name;
    }

    /** What selects this test's streams. */
    EventFilter mine() {
        return EventFilter.streams(NamePattern.prefix(token + "-"));
    }

    LinkerServiceBuilder link(Settings settings) {
        return LinkerService.builder()
                .origin(LinkerConnectionBuilder.parse(originUri, ORIGIN))
                .destination(LinkerConnectionBuilder.parse(destinationUri, DESTINATION))
                .name(token)
                .filter(mine())
                .settings(settings);
    }

    /** The same link over other ways to the same databases, through a proxy for instance. */
    LinkerServiceBuilder link(Settings settings, String originWay, String destinationWay) {
        return link(settings)
                .origin(LinkerConnectionBuilder.parse(originWay, ORIGIN))
                .destination(LinkerConnectionBuilder.parse(destinationWay, DESTINATION));
    }

    static LinkerService started(LinkerServiceBuilder link) {
        LinkerService service = link.build();
        service.start().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        return service;
    }

    static void awaitCaughtUp(LinkerService link) throws InterruptedException {
        assertThat(link.awaitCaughtUp(PATIENCE))
                .as(() -> link.status().toString())
                .isTrue();
    }

    /** Runs the link until it has everything, and closes it. */
    static void copy(LinkerServiceBuilder link) throws InterruptedException {
        try (LinkerService service = started(link)) {
            awaitCaughtUp(service);
        }
    }

    void copy(Settings settings) throws InterruptedException {
        copy(link(settings));
    }

    Report compare(PreparationSettings settings) {
        List<RecordedEvent> expected = origin.history(token + "-", "$$" + token + "-");
        List<RecordedEvent> found =
                destination.history(token + "-", "$$" + token + "-", "linker-park-" + token, "linker-conflicts-");
        return Verification.compare(expected::forEach, found::forEach, new VerificationRules(settings, false));
    }

    /** Nothing lost, doubled, reordered or altered. */
    void assertFaithful(PreparationSettings settings) {
        Report report = compare(settings);
        assertThat(report.isFaithful()).as(report::toString).isTrue();
    }

    /** Nothing of this test arrived. */
    void assertNothingReplicated() {
        assertThat(destination.history(token, "$$" + token, "linker-park-" + token))
                .isEmpty();
    }

    /** Nothing of this test arrived, and no link of it left a trace. */
    void assertNothingWritten() {
        assertThat(destination.history(token, "$$" + token, "linker-park-" + token, "linker-checkpoint-" + token))
                .isEmpty();
    }

    @Override
    public void close() {
        origin.close();
        destination.close();
    }
}
