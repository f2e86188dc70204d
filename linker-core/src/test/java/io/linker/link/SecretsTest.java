package io.linker.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.linker.LinkerConnectionBuilder;
import io.linker.LinkerService;
import io.linker.Settings;
import io.linker.error.InvalidConnectionException;
import io.linker.esdb.Credentials;
import io.linker.link.Database.Event;
import io.linker.testkit.EmbeddedEventStore;
import io.linker.testkit.Users;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A password is nowhere to be read: in no log, at whatever level, in no status, no exception, no {@code toString}. */
@Timeout(60)
class SecretsTest {
    private static final String SECRET = "Tr0ub4dor";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path directory;

    private static void assertNoSecretIn(String what, String text) {
        String basic = Base64.getEncoder().encodeToString(("admin:" + SECRET).getBytes(StandardCharsets.UTF_8));
        assertThat(text).as(what).doesNotContain(SECRET).doesNotContain(basic);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "esdb://admin:Tr0ub4dor@",
                "esdb://admin:Tr0ub4dor@:x",
                "esdb://admin:Tr0ub4dor@host:port",
                "esdb://admin:Tr0ub4dor@host:1/path",
                "esdb://admin:Tr0ub4dor@host?tls=perhaps",
                "esdb://admin:Tr0ub4dor@host?keepAliveInterval=soon",
                "esdb://admin:Tr0ub4dor%zz@host",
                "esdb://admin:1/Tr0ub4dor@host",
                "esdb://admin:1?Tr0ub4dor@host",
                "esdb://admin:1?Tr0ub4dor=x@host",
                "esdb://admin:1?tls=false&Tr0ub4dor@host?tls=false",
                "http://admin:Tr0ub4dor@host"
            })
    void noRefusalOfAConnectionStringQuotesIt(String wrong) {
        Throwable refusal = catchThrowable(() -> LinkerConnectionBuilder.parse(wrong, "db"));
        assertThat(refusal).isInstanceOf(InvalidConnectionException.class);
        assertNoSecretIn("refusal", printed(refusal));
    }

    @Test
    void nothingThatDescribesAConnectionHoldsIt() {
        var connection = LinkerConnectionBuilder.parse("esdb://admin:" + SECRET + "@host:2113", "db");
        assertNoSecretIn("connection", connection + " " + connection.credentials("admin", SECRET));
        assertNoSecretIn(
                "credentials", new Credentials("admin", SECRET) + " " + Optional.of(new Credentials("a", SECRET)));
        try (LinkerService link = LinkerService.builder()
                .origin(connection)
                .destination(LinkerConnectionBuilder.parse("esdb://admin:" + SECRET + "@other:2113", "db2"))
                .build()) {
            assertNoSecretIn("status", link.status().toString());
        }
    }

    @Test
    void aRefusedLinkDoesNotTellIt() {
        try (EmbeddedEventStore node =
                        EmbeddedEventStore.builder().users(Users.defaults()).start();
                Pair pair = new Pair(node, node);
                LinkerService link = pair.link(
                                Settings.defaults(), as(node, "admin:" + SECRET), as(node, "x:" + SECRET))
                        .build()) {
            Throwable refusal = catchThrowable(
                    () -> link.start().orTimeout(20, TimeUnit.SECONDS).join());
            assertNoSecretIn("refusal", printed(refusal));
            assertNoSecretIn("status", link.status().toString());
        }
    }

    @Test
    void noLogHoldsItAtAnyLevelWhateverHappens() throws Exception {
        Path log = directory.resolve("log");
        Users users = Users.defaults().changePassword("admin", SECRET);
        try (EmbeddedEventStore origin =
                        EmbeddedEventStore.builder().users(users).start();
                EmbeddedEventStore destination =
                        EmbeddedEventStore.builder().users(users).start();
                Pair pair = new Pair(as(origin, "admin:" + SECRET), as(destination, "admin:" + SECRET))) {
            pair.origin.append(pair.stream("1"), Event.of("a"));
            try (LinkProcess link = LinkProcess.make(pair, false, log, everyLevel())) {
                link.go();
                awaitLogged(() -> !pair.destination.read(pair.stream("1")).isEmpty());
                destination.faults().cutConnections();
                users.changePassword("admin", "other");
                origin.faults().cutConnections();
                destination.faults().cutConnections();
                awaitLogged(() -> Files.readString(log).contains("refused the credentials"));
            }
        }
        String logged = Files.readString(log);
        assertThat(logged).contains("DEBUG io.grpc"); // or else this test is worth nothing
        assertNoSecretIn("log", logged);
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void awaitLogged(Condition condition) {
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(condition::holds);
    }

    /** All loggers at their lowest, but for the one of the transport that prints every header. */
    private String[] everyLevel() throws Exception {
        Path logging = Files.writeString(directory.resolve("logging.properties"), """
                handlers=java.util.logging.ConsoleHandler
                .level=ALL
                java.util.logging.ConsoleHandler.level=ALL
                """);
        return new String[] {
            "-Djava.util.logging.config.file=" + logging,
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=trace",
            "-Dorg.slf4j.simpleLogger.log.io.grpc.netty.shaded.io.grpc.netty.NettyClientHandler=info"
        };
    }

    private static String as(EmbeddedEventStore node, String user) {
        return node.connectionString().replace("esdb://", "esdb://" + user + "@");
    }

    private static String printed(Throwable thrown) {
        var text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
