package io.linker.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.linker.LinkerConnectionBuilder;
import io.linker.LinkerService;
import io.linker.LinkerServiceBuilder;
import io.linker.Settings;
import io.linker.link.Database.Event;
import io.linker.verify.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A database of a pair comes back from its backup, and a link fills it again. */
class HealingLinkTest extends FileNodesTest {
    /** Copies what the destination holds now. */
    private void backUp() throws IOException {
        int port = destinationNode.port();
        destinationNode.close();
        Path source = directory.resolve("destination");
        try (Stream<Path> files = Files.walk(source)) {
            for (Path file : files.toList()) {
                Files.copy(file, directory.resolve("backup").resolve(source.relativize(file)));
            }
        }
        destinationNode = node("destination", port);
    }

    /** Runs the destination from the copy. */
    private void restore() {
        int port = destinationNode.port();
        destinationNode.close();
        destinationNode = node("backup", port);
    }

    private LinkerServiceBuilder there(Settings settings) {
        return pair.link(settings);
    }

    private LinkerServiceBuilder back(String name) {
        return LinkerService.builder()
                .origin(LinkerConnectionBuilder.parse(pair.destinationUri(), Pair.DESTINATION))
                .destination(LinkerConnectionBuilder.parse(pair.originUri(), Pair.ORIGIN))
                .name(pair.token + name)
                .filter(pair.mine())
                .settings(Settings.twoWay());
    }

    private static Settings healing() {
        return Settings.twoWay().with(Settings.twoWay().delivery().healing());
    }

    /** Until everything is everywhere; what one link brings the other sees as an echo. */
    private void copyBothWays(String back) throws InterruptedException {
        Pair.copy(there(Settings.twoWay()));
        Pair.copy(back(back));
        Pair.copy(there(Settings.twoWay()));
    }

    private static void assertFaithful(Report report) {
        assertThat(report.isFaithful()).as(report::toString).isTrue();
    }

    private List<UUID> sorted(Database database, String stream) {
        return database.ids(stream).stream().sorted().toList();
    }

    @Test
    void bothSidesHoldTheSameAgain() throws Exception {
        String mixed = pair.stream("mixed");
        String own = pair.stream("own");
        pair.destination.append(mixed, Event.of("b0"));
        copyBothWays("-back");
        pair.origin.append(mixed, Event.of("a1"));
        copyBothWays("-back");
        backUp();

        pair.destination.append(mixed, Event.of("b2"), Event.of("b3"));
        pair.destination.append(own, Event.of("own 0"), Event.of("own 1"));
        copyBothWays("-back");
        pair.origin.append(mixed, Event.of("a4"));
        copyBothWays("-back");
        restore();
        pair.origin.append(mixed, Event.of("a5"));

        Pair.copy(there(healing()));
        for (String stream : List.of(mixed, own)) {
            assertThat(pair.destination.ids(stream)).isEqualTo(pair.origin.ids(stream));
        }
        assertFaithful(there(Settings.twoWay()).compare());

        copyBothWays("-anew");
        pair.destination.append(own, Event.of("own 2"));
        pair.destination.append(mixed, Event.of("b6"));
        copyBothWays("-anew");
        for (String stream : List.of(mixed, own)) {
            assertThat(sorted(pair.destination, stream)).isEqualTo(sorted(pair.origin, stream));
        }
        assertThat(pair.origin.ids(own)).hasSize(3);
        assertThat(pair.origin.ids(mixed)).hasSize(7);
        assertFaithful(there(Settings.twoWay()).compare());
        assertFaithful(back("-anew").compare());
    }
}
