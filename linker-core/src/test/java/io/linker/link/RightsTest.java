package io.linker.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.linker.Delivery;
import io.linker.LinkerConnectionBuilder;
import io.linker.LinkerServiceBuilder;
import io.linker.Settings;
import io.linker.error.StopReason;
import io.linker.event.SkipReason;
import io.linker.filter.EventFilter;
import io.linker.link.Database.Event;
import io.linker.origin.OriginSource;
import io.linker.status.LinkState;
import io.linker.testkit.Certificates;
import io.linker.testkit.EmbeddedEventStore;
import io.linker.testkit.Users;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a link says to users who may not do what it needs, and over connections that cannot be trusted. */
@Timeout(60)
class RightsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path directory;

    private EmbeddedEventStore originNode;
    private EmbeddedEventStore destinationNode;
    private Pair pair;

    @BeforeEach
    void start() {
        originNode = secured();
        destinationNode = secured();
        pair = new Pair(as(originNode, "admin:changeit"), as(destinationNode, "admin:changeit"));
        pair.origin.append(pair.stream("1"), Event.of("a"), Event.of("b"));
    }

    @AfterEach
    void close() {
        pair.close();
        originNode.close();
        destinationNode.close();
    }

    private static EmbeddedEventStore secured() {
        return EmbeddedEventStore.builder()
                .users(Users.defaults().add("clerk", "secret"))
                .start();
    }

    private static String as(EmbeddedEventStore node, String user) {
        return node.connectionString().replace("esdb://", "esdb://" + user + "@");
    }

    private static List<Event> events(int number) {
        return IntStream.range(0, number).mapToObj(i -> Event.of("e" + i)).toList();
    }

    private LinkerServiceBuilder originAs(String user) {
        return pair.link(Settings.defaults(), as(originNode, user), as(destinationNode, "admin:changeit"));
    }

    private LinkerServiceBuilder destinationAs(String user) {
        return pair.link(Settings.defaults(), as(originNode, "admin:changeit"), as(destinationNode, user));
    }

    @Test
    void refusedCredentialsAtTheOriginAreToldWithoutThePassword() {
        Verdicts.assertDoesNotStart(originAs("admin:wr0ng").build(), StopReason.AUTHENTICATION)
                .hasMessageContainingAll("origin-01", "refused the credentials")
                .message()
                .doesNotContain("wr0ng");
        pair.assertNothingReplicated();
    }

    @Test
    void refusedCredentialsAtTheDestinationAreToldWithoutThePassword() {
        Verdicts.assertDoesNotStart(destinationAs("admin:wr0ng").build(), StopReason.AUTHENTICATION)
                .hasMessageContainingAll("destination-01", "refused the credentials")
                .message()
                .doesNotContain("wr0ng");
        pair.assertNothingWritten();
    }

    @Test
    void credentialsOfTheBuilderReplaceThoseOfTheString() throws InterruptedException {
        Pair.copy(originAs("admin:wrong")
                .origin(LinkerConnectionBuilder.parse(as(originNode, "admin:wrong"), Pair.ORIGIN)
                        .credentials("admin", "changeit")));
        pair.assertFaithful(Pair.DEFAULTS);
    }

    @Test
    void whoeverMayNotReadAllIsToldThatStreamsAndCategoriesNeedNoAdministrator() {
        Verdicts.assertDoesNotStart(originAs("clerk:secret").build(), StopReason.ACCESS_DENIED)
                .hasMessageContainingAll("origin-01", "$all", "administrator", "streams or a category");
        pair.assertNothingReplicated();
    }

    @Test
    void whoeverMayNotReadAllCanCopyStreams() throws InterruptedException {
        Pair.copy(originAs("clerk:secret")
                .filter(EventFilter.everything())
                .source(new OriginSource.Streams(List.of(pair.stream("1")))));
        assertThat(pair.destination.ids(pair.stream("1"))).hasSize(2);
    }

    @Test
    void whoeverMayNotReadAStreamIsToldWhichOne() {
        pair.origin.setMetadata(pair.stream("1"), "{\"$acl\":{\"$r\":\"$admins\"}}");
        Verdicts.assertDoesNotStart(
                        originAs("clerk:secret")
                                .filter(EventFilter.everything())
                                .source(new OriginSource.Streams(List.of(pair.stream("1"))))
                                .build(),
                        StopReason.ACCESS_DENIED)
                .hasMessageContainingAll("origin-01", pair.stream("1"));
        pair.assertNothingReplicated();
    }

    @Test
    void aDestinationWhereTheLinksStreamsMayNotBeWrittenIsNamed() {
        pair.destination.setMetadata("linker-checkpoint-" + pair.token, "{\"$acl\":{\"$w\":\"$admins\"}}");
        Verdicts.assertDoesNotStart(destinationAs("clerk:secret").build(), StopReason.ACCESS_DENIED)
                .hasMessageContainingAll("destination-01", "right");
        assertThat(pair.destination.read(pair.stream("1"))).isEmpty();
    }

    @Test
    void aStreamThatMayNotBeWrittenStopsTheLinkAndIsNamed() {
        pair.destination.setMetadata(pair.stream("1"), "{\"$acl\":{\"$w\":\"$admins\"}}");
        try (var link = Pair.started(destinationAs("clerk:secret"))) {
            Verdicts.assertStops(link, StopReason.ACCESS_DENIED)
                    .hasMessageContainingAll("destination-01", pair.stream("1"));
        }
        assertThat(pair.destination.read(pair.stream("1"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"$r", "$w"})
    void aStreamThatMayNotBeUsedIsNotParkedButWaitsAloneUntilItMay(String right) throws InterruptedException {
        String stream = pair.stream("1");
        pair.destination.setMetadata(stream, "{\"$acl\":{\"" + right + "\":\"$admins\"}}");
        Settings parks = Settings.defaults().with(Settings.defaults().delivery().with(Delivery.OnUndeliverable.PARK));
        try (var link = Pair.started(destinationAs("clerk:secret").settings(parks))) {
            if (right.equals("$w")) {
                await().atMost(Pair.PATIENCE).until(() -> link.status().state() == LinkState.RETRYING);
                assertThat(link.status().reason()).contains("destination", stream);
            }
            pair.origin.append(pair.stream("2"), Event.of("c"));
            await().atMost(Pair.PATIENCE)
                    .until(() -> pair.destination.ids(pair.stream("2")).size() == 1);

            pair.destination.setMetadata(stream, "{}");
            Pair.awaitCaughtUp(link);
            await().until(() -> link.status().state() == LinkState.LIVE);
            assertThat(link.status().parked()).isZero();
        }
        assertThat(pair.destination.ids(stream)).hasSize(2);
        assertThat(pair.destination.ids(pair.stream("2"))).hasSize(1);
    }

    @Test
    void aStreamThatWaitsHoldsUpNoOtherThoughItHasMoreEventsThanTheLinkMayHold() throws InterruptedException {
        String stream = pair.stream("1");
        pair.destination.setMetadata(stream, "{\"$acl\":{\"$w\":\"$admins\"}}");
        pair.origin.append(stream, events(400));
        pair.origin.append(pair.stream("2"), events(100));
        Settings parks = Settings.defaults().with(Settings.defaults().delivery().with(Delivery.OnUndeliverable.PARK));
        Settings small = parks.with(new Settings.Flow(64, 64L << 20, 1_024, 4_096, 8, true));
        try (var link = Pair.started(destinationAs("clerk:secret").settings(small))) {
            await().atMost(Pair.PATIENCE)
                    .until(() -> pair.destination.ids(pair.stream("2")).size() == 100);
            assertThat(pair.destination.read(stream)).isEmpty();

            pair.destination.setMetadata(stream, "{}");
            Pair.awaitCaughtUp(link);
            assertThat(link.status().skipped()).doesNotContainKey(SkipReason.GONE);
        }
        assertThat(pair.destination.ids(stream))
                .isEqualTo(pair.origin.ids(stream))
                .hasSize(402);
    }

    @Test
    void aCheckpointStreamThatIsTakenAwayFromARunningLinkIsShownUntilItIsGivenBack() throws InterruptedException {
        String checkpoint = "linker-checkpoint-" + pair.token;
        try (var link = Pair.started(destinationAs("clerk:secret"))) {
            Pair.awaitCaughtUp(link);
            pair.destination.setMetadata(checkpoint, "{\"$maxCount\":1,\"$acl\":{\"$w\":\"$admins\"}}");
            pair.origin.append(pair.stream("1"), Event.of("meanwhile"));
            await().atMost(Pair.PATIENCE).until(() -> link.status().state() == LinkState.RETRYING);
            assertThat(link.status().reason()).contains(checkpoint);
            Pair.awaitCaughtUp(link);

            pair.destination.setMetadata(checkpoint, "{\"$maxCount\":1}");
            await().atMost(Pair.PATIENCE).until(() -> link.status().state() == LinkState.LIVE);
        }
        assertThat(pair.destination.ids(pair.stream("1"))).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"$r", "$w"})
    void aParkStreamThatMayNotBeUsedStopsTheLinkAndIsNamed(String right) {
        String park = "linker-park-" + pair.token;
        pair.origin.append(pair.stream("1"), Event.of("large").withData(new byte[8_000]));
        destinationNode.faults().limitAppendsTo(4_000);
        pair.destination.setMetadata(park, "{\"$acl\":{\"" + right + "\":\"$admins\"}}");
        Settings parks = Settings.defaults().with(Settings.defaults().delivery().with(Delivery.OnUndeliverable.PARK));
        try (var link = Pair.started(destinationAs("clerk:secret").settings(parks))) {
            Verdicts.assertStops(link, StopReason.ACCESS_DENIED).hasMessageContaining(park);
        }
    }

    @Test
    void aRightThatWasTakenAwayBetweenTwoRunsMakesNoOtherDatabase() throws InterruptedException {
        var stream = new OriginSource.Streams(List.of(pair.stream("1")));
        Pair.copy(originAs("clerk:secret").filter(EventFilter.everything()).source(stream));
        pair.origin.setMetadata(pair.stream("1"), "{\"$acl\":{\"$r\":\"$admins\"}}");
        Verdicts.assertDoesNotStart(
                        originAs("clerk:secret")
                                .filter(EventFilter.everything())
                                .source(stream)
                                .build(),
                        StopReason.ACCESS_DENIED)
                .hasMessageContainingAll("origin-01", pair.stream("1"));
    }

    @Test
    void anAuthorityFileThatIsNotThereIsNamed() {
        Path missing = directory.resolve("missing.crt");
        assertDoesNotStart("esdb://localhost:" + destinationNode.port() + "?tlsCaFile=" + missing, missing.toString());
    }

    @Test
    void anAuthorityFileThatHoldsNoCertificateIsNamed() throws Exception {
        Path empty = Files.writeString(directory.resolve("empty.crt"), "no certificate");
        assertDoesNotStart("esdb://localhost:" + destinationNode.port() + "?tlsCaFile=" + empty, empty.toString());
    }

    @Test
    void anotherAuthorityThanTheServersIsToldWithTheRemedy() throws Exception {
        Certificates right = Certificates.in(Files.createDirectory(directory.resolve("right")));
        Certificates wrong = Certificates.in(Files.createDirectory(directory.resolve("wrong")));
        try (EmbeddedEventStore node = EmbeddedEventStore.builder().tls(right).start()) {
            assertDoesNotStart("esdb://localhost:" + node.port() + "?tlsCaFile=" + wrong.authority(), "tlsCaFile");
        }
    }

    @Test
    void aServerWithoutEncryptionIsToldWithTheRemedy() {
        assertDoesNotStart("esdb://localhost:" + destinationNode.port() + "?tls=true", "tls=false");
    }

    private void assertDoesNotStart(String destination, String named) {
        Settings settings = Settings.defaults().with(Settings.Connecting.DEFAULTS.withTimeout(Duration.ofSeconds(15)));
        Verdicts.assertDoesNotStart(
                        pair.link(settings, as(originNode, "admin:changeit"), destination)
                                .build(),
                        StopReason.TLS)
                .hasMessageContainingAll("destination-01", named);
    }
}
