package io.linker.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventstore.dbclient.EventData;
import com.eventstore.dbclient.EventStoreDBClient;
import com.eventstore.dbclient.EventStoreDBConnectionString;
import io.linker.testkit.EmbeddedEventStore;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class RunCommandTest {
    private final StringWriter errors = new StringWriter();

    private final StopSignal stop = new StopSignal();

    private int linker(String... args) {
        return Main.commandLine(stop).setErr(new PrintWriter(errors)).execute(args);
    }

    @Test
    void aBoundedRunOfTheShopEndsWithBothSidesEqual() {
        assertThat(linker("run", "--events", "2000")).isZero();
        assertThat(errors.toString()).isEmpty();
    }

    @Test
    void aRunThatIsStoppedDrainsAndCompares() {
        stop.request();
        assertThat(linker("run")).isZero();
        assertThat(errors.toString()).isEmpty();
    }

    @Test
    void aNodeRunsUntilStopped() {
        stop.request();
        assertThat(linker("node", "--port", "0")).isZero();
    }

    @Test
    void aTopologyIsShownToItsEnd() {
        assertThat(linker("run", "--topology", "active-active", "--events", "40", "--rate", "0"))
                .isZero();
        assertThat(errors.toString()).isEmpty();
    }

    @Test
    void aTopologyThatIsStoppedHasShownNothing() {
        stop.request();
        assertThat(linker("run", "--topology", "chain", "--events", "100000", "--rate", "1"))
                .isEqualTo(1);
        assertThat(errors.toString().lines()).singleElement().asString().contains("ended before");
    }

    @Test
    void theTopologiesAreListed() {
        assertThat(linker("run", "--topology", "list")).isZero();
    }

    @Test
    void anUnknownTopologyIsOneMessageThatNamesTheOthers() {
        assertThat(linker("run", "--topology", "star")).isEqualTo(1);
        assertThat(errors.toString().lines())
                .singleElement()
                .asString()
                .contains("'star'", "active-passive", "active-active", "chain", "fan-out", "fan-in", "mesh", "ring");
    }

    @Test
    void theLinksOfATopologyAreItsOwn() {
        assertThat(linker("run", "--topology", "mesh", "--streams", "order-*")).isEqualTo(2);
        assertThat(errors.toString().lines()).singleElement().asString().contains("--streams", "--topology");
    }

    @Test
    void aRateBelowZeroIsOneMessage() {
        assertThat(linker("run", "--rate", "-1")).isEqualTo(1);
        assertThat(errors.toString().lines()).singleElement().asString().contains("--rate");
    }

    @Test
    void aShareThatDoesNotExistIsOneMessage() {
        assertThat(linker("run", "--origin", "esdb://x", "--destination", "esdb://y", "--share", "3/3"))
                .isNotZero();
        assertThat(errors.toString()).contains("--share").contains("of 3, the first is 0 and the last 2");
    }

    @Test
    void twoDatabasesAreLinkedUpToTheHead() {
        try (var origin = EmbeddedEventStore.start();
                var destination = EmbeddedEventStore.start()) {
            int exitCode = linker(
                    "run",
                    "--origin",
                    origin.connectionString(),
                    "--destination",
                    destination.connectionString(),
                    "--stop-at-head",
                    "--compare");
            assertThat(exitCode).isZero();
            assertThat(errors.toString()).isEmpty();
        }
    }

    @Test
    void whatBecomesOfAStreamThatSomebodyElseDeletedIsSaid() throws Exception {
        try (var origin = EmbeddedEventStore.start();
                var destination = EmbeddedEventStore.start()) {
            String[] run = {
                "run",
                "--origin",
                origin.connectionString(),
                "--destination",
                destination.connectionString(),
                "--stop-at-head",
                "--destination-deleted",
                "HALT"
            };
            with(origin, client -> client.appendToStream("order-1", note()));
            assertThat(linker(run)).isZero();
            with(destination, client -> client.deleteStream("order-1"));
            with(origin, client -> client.appendToStream("order-1", note()));
            assertThat(linker(run)).isEqualTo(1);
            assertThat(errors.toString().lines()).singleElement().asString().contains("'order-1'", "was deleted");
            run[run.length - 1] = "recreate";
            assertThat(linker(run)).isZero();
        }
    }

    private static EventData note() {
        return EventData.builderAsJson("noted", new byte[] {'1'}).build();
    }

    private static void with(EmbeddedEventStore node, Function<EventStoreDBClient, CompletableFuture<?>> action)
            throws Exception {
        EventStoreDBClient client =
                EventStoreDBClient.create(EventStoreDBConnectionString.parseOrThrow(node.connectionString()));
        action.apply(client).get(10, TimeUnit.SECONDS);
        client.shutdown().get(10, TimeUnit.SECONDS);
    }

    @Test
    void aPolicyThatDoesNotExistIsOneMessage() {
        assertThat(linker("run", "--origin", "esdb://x", "--destination", "esdb://y", "--undeliverable", "drop"))
                .isEqualTo(2);
        assertThat(errors.toString().lines()).singleElement().asString().contains("--undeliverable", "PARK");
    }

    @Test
    void anInvalidRegexIsOneMessage() {
        assertThat(linker("run", "--streams", "regex:(")).isEqualTo(1);
        assertThat(errors.toString().lines())
                .singleElement()
                .asString()
                .startsWith("linker: ")
                .contains("(");
    }

    @Test
    void aWrongConnectionStringIsOneMessage() {
        assertThat(linker("run", "--origin", "http://x", "--destination", "esdb://localhost:1?tls=false"))
                .isEqualTo(1);
        assertThat(errors.toString().lines())
                .singleElement()
                .asString()
                .startsWith("linker: ")
                .contains("esdb://");
    }

    @Test
    void theSameDatabaseTwiceIsRefused() {
        try (var node = EmbeddedEventStore.start()) {
            assertThat(linker("run", "--origin", node.connectionString(), "--destination", node.connectionString()))
                    .isEqualTo(1);
            assertThat(errors.toString().lines()).singleElement().asString().contains("are one database");
        }
    }

    @Test
    void theShopAndDatabasesOfYourOwnDoNotGoTogether() {
        assertThat(linker("run", "--events", "5", "--origin", "a", "--destination", "b"))
                .isEqualTo(2);
        assertThat(errors.toString().lines()).singleElement().asString().contains("--events");
    }
}
