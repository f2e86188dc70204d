package io.linker.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.linker.LinkerConnectionBuilder;
import io.linker.LinkerService;
import io.linker.Settings;
import io.linker.error.InvalidConnectionException;
import io.linker.error.InvalidPatternException;
import io.linker.error.StopReason;
import io.linker.filter.NamePattern;
import io.linker.link.Database.Event;
import io.linker.testkit.EmbeddedEventStore;
import io.linker.testkit.FaultProxy;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a link says about databases that it cannot or must not link. */
@Timeout(60)
class BadInputTest {
    private static final Settings IMPATIENT =
            Settings.defaults().with(Settings.Connecting.DEFAULTS.withTimeout(Duration.ofSeconds(2)));

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable closeable : open) {
            closeable.close();
        }
    }

    private EmbeddedEventStore node() {
        EmbeddedEventStore node = EmbeddedEventStore.start();
        open.add(node);
        return node;
    }

    private Pair pair(String origin, String destination) {
        var pair = new Pair(origin, destination);
        open.push(pair);
        return pair;
    }

    private FaultProxy proxy(EmbeddedEventStore node) {
        FaultProxy proxy = FaultProxy.to("127.0.0.1", node.port());
        open.push(proxy);
        return proxy;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://localhost:2113                   | must begin with esdb://",
                "esdb://                                 | host",
                "esdb://localhost:port                   | port",
                "esdb://localhost:99999                  | 65535",
                "esdb://localhost:2113?tls=perhaps       | perhaps",
                "esdb://localhost:2113?keepAliveInterval=soon | soon",
                "esdb://localhost?userCertFile=/a.crt    | userKeyFile"
            })
    void aConnectionStringThatCannotBeRightIsRefusedAtOnce(String connectionString, String named) {
        assertThatThrownBy(() -> LinkerConnectionBuilder.parse(connectionString, "origin-01"))
                .isInstanceOf(InvalidConnectionException.class)
                .hasMessageContaining(named);
    }

    @Test
    void noMessageAboutAConnectionStringShowsThePassword() {
        assertThatThrownBy(() -> LinkerConnectionBuilder.parse("esdb://admin:s3cret@localhost:port", "origin-01"))
                .isInstanceOf(InvalidConnectionException.class)
                .message()
                .doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "two words", "a,b", "größe"})
    void aDatabaseNameThatCouldNotBeToldApartInATrailIsRefused(String name) {
        assertThatThrownBy(() -> LinkerConnectionBuilder.parse("esdb://localhost:2113?tls=false", name))
                .isInstanceOf(InvalidConnectionException.class)
                .hasMessageContaining("'" + name + "'");
    }

    @Test
    void oneNameForBothDatabasesIsRefused() {
        LinkerConnectionBuilder one = LinkerConnectionBuilder.parse("esdb://localhost:2113?tls=false", "db");
        assertThatThrownBy(() -> new LinkerService(one, one, Settings.defaults()))
                .isInstanceOf(InvalidConnectionException.class)
                .hasMessageContainingAll("'db'", "a name of its own");
    }

    @Test
    void aMissingEndIsNamed() {
        assertThatThrownBy(() -> LinkerService.builder().build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("origin");
    }

    @Test
    void aRegularExpressionThatDoesNotCompileIsShown() {
        assertThatThrownBy(() -> NamePattern.regex("order-(\\d+"))
                .isInstanceOf(InvalidPatternException.class)
                .hasMessageContaining("order-(\\d+");
    }

    @Test
    void anUnknownHostIsNamedWithinTheTimeGiven() {
        Pair pair = pair(node().connectionString(), node().connectionString());
        var destination = LinkerConnectionBuilder.parse("esdb://no-such-host.invalid:2113?tls=false", "copy");
        Verdicts.assertDoesNotStart(
                        pair.link(IMPATIENT).destination(destination).build(), StopReason.NOT_CONNECTED)
                .hasMessageContainingAll("no-such-host.invalid", "copy", "check the name");
    }

    @Test
    void aNodeThatIsDownIsNamedWithinTheTimeGiven() {
        EmbeddedEventStore origin = node();
        FaultProxy nobody = proxy(origin).refuse();
        Pair pair = pair(origin.connectionString(), node().connectionString());
        var down = LinkerConnectionBuilder.parse("esdb://127.0.0.1:" + nobody.port() + "?tls=false", "origin-01");
        Verdicts.assertDoesNotStart(pair.link(IMPATIENT).origin(down).build(), StopReason.NOT_CONNECTED)
                .hasMessageContainingAll("origin-01", "127.0.0.1:" + nobody.port());
        pair.assertNothingWritten();
    }

    @Test
    void oneDatabaseAtBothEndsIsRefusedBeforeAnythingIsWritten() {
        EmbeddedEventStore node = node();
        Pair pair = pair(node.connectionString(), node.connectionString());
        Verdicts.assertDoesNotStart(pair.link(Settings.defaults()).build(), StopReason.SAME_DATABASE)
                .hasMessageContainingAll("'origin-01'", "'destination-01'", "one database");
        assertThat(pair.destination.history("")).isEmpty();
    }

    @Test
    void oneDatabaseBehindTwoAddressesIsRefusedBeforeAnythingIsWritten() {
        EmbeddedEventStore node = node();
        FaultProxy other = proxy(node);
        Pair pair = pair(node.connectionString(), node.connectionString());
        String way = "esdb://localhost:" + other.port() + "?tls=false";
        Verdicts.assertDoesNotStart(
                        pair.link(Settings.defaults(), node.connectionString(), way)
                                .build(),
                        StopReason.SAME_DATABASE)
                .hasMessageContainingAll("'origin-01'", "'destination-01'", "one database");
        assertThat(pair.destination.history("")).isEmpty();
    }

    @Test
    void aCopyOfADatabaseIsNotTakenForTheSameDatabase() throws InterruptedException {
        Pair pair = pair(node().connectionString(), node().connectionString());
        pair.origin.append(pair.stream("1"), Event.of("a"), Event.of("b"));
        pair.destination.append(pair.stream("1"), Event.of("a"), Event.of("b"));
        pair.origin.append(pair.stream("1"), Event.of("c"));

        pair.copy(Settings.exactCopy());

        pair.assertFaithful(Pair.EXACT);
    }

    @Test
    void aDestinationThatIsKnownByAnotherNameIsRefusedBeforeAnythingIsWritten() throws InterruptedException {
        Pair pair = pair(node().connectionString(), node().connectionString());
        pair.origin.append(pair.stream("1"), Event.of("a"));
        pair.copy(Settings.defaults());
        pair.origin.append(pair.stream("1"), Event.of("b"));
        int before = pair.destination.history("").size();
        Verdicts.assertDoesNotStart(
                        pair.link(Settings.defaults())
                                .name("another")
                                .destination(LinkerConnectionBuilder.parse(pair.destinationUri(), "another-name"))
                                .build(),
                        StopReason.NAME_MISMATCH)
                .hasMessageContainingAll("'another-name'", "'destination-01'", "linker-database");
        assertThat(pair.destination.history("")).hasSize(before);
    }

    @Test
    void anOriginThatIsKnownByAnotherNameIsRefusedBeforeAnythingIsWritten() throws InterruptedException {
        EmbeddedEventStore a = node();
        EmbeddedEventStore b = node();
        pair(a.connectionString(), b.connectionString()).copy(Settings.defaults());
        Pair onwards = pair(b.connectionString(), node().connectionString());
        Verdicts.assertDoesNotStart(
                        onwards.link(Settings.defaults())
                                .origin(LinkerConnectionBuilder.parse(b.connectionString(), "wrong"))
                                .build(),
                        StopReason.NAME_MISMATCH)
                .hasMessageContainingAll("'wrong'", "'destination-01'");
        assertThat(onwards.destination.history("")).isEmpty();
    }
}
