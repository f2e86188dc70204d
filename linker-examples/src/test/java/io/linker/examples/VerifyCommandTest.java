package io.linker.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.eventstore.dbclient.EventData;
import com.eventstore.dbclient.EventStoreDBClient;
import com.eventstore.dbclient.EventStoreDBConnectionString;
import io.linker.examples.shop.Pace;
import io.linker.examples.shop.Shop;
import io.linker.examples.shop.ShopWriter;
import io.linker.testkit.EmbeddedEventStore;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VerifyCommandTest {
    private final StringWriter errors = new StringWriter();
    private final EmbeddedEventStore origin = EmbeddedEventStore.start();
    private final EmbeddedEventStore destination = EmbeddedEventStore.start();

    @AfterEach
    void close() {
        origin.close();
        destination.close();
    }

    private int linker(String command, String... options) {
        var line = new ArrayList<>(List.of(
                command, "--origin", origin.connectionString(), "--destination", destination.connectionString()));
        line.addAll(List.of(options));
        return Main.commandLine(new StopSignal())
                .setErr(new PrintWriter(errors))
                .execute(line.toArray(String[]::new));
    }

    private void shop(EmbeddedEventStore node, long events) throws Exception {
        try (var writer = new ShopWriter("127.0.0.1", node.port(), new Shop(7), new Pace(0))) {
            writer.start(events).get();
        }
    }

    private static void append(EmbeddedEventStore node, String stream) throws Exception {
        EventStoreDBClient client =
                EventStoreDBClient.create(EventStoreDBConnectionString.parseOrThrow(node.connectionString()));
        client.appendToStream(
                        stream,
                        EventData.builderAsJson("noted", new byte[] {'1'}).build())
                .get(10, TimeUnit.SECONDS);
        client.shutdown().get(10, TimeUnit.SECONDS);
    }

    @Test
    void aFaithfulCopyIsToldByTheExitCode() throws Exception {
        shop(origin, 500);
        assertThat(linker("run", "--stop-at-head")).isZero();
        assertThat(linker("verify")).isZero();
        assertThat(linker("verify", "--rate", "100000")).isZero();
        assertThat(errors.toString()).isEmpty();
    }

    @Test
    void anExactCopyThatSomebodyWroteToIsNotFaithful() throws Exception {
        shop(origin, 100);
        assertThat(linker("run", "--stop-at-head", "--exact-copy", "--streams", "order-*"))
                .isZero();
        assertThat(linker("verify", "--exact-copy", "--streams", "order-*")).isZero();
        append(destination, "customer-of-another-link");
        assertThat(linker("verify", "--exact-copy", "--streams", "order-*")).isZero();
        append(destination, "order-of-a-stranger");
        assertThat(linker("verify", "--exact-copy", "--streams", "order-*")).isEqualTo(1);
    }

    @Test
    void aLinkThatIsBehindIsOneMessageAndWithoutWaitingALoss() throws Exception {
        assertThat(linker("run", "--stop-at-head")).isZero();
        shop(origin, 100);
        assertThat(linker("verify", "--wait", "1")).isEqualTo(1);
        assertThat(errors.toString().lines()).singleElement().asString().contains("Is it running?");
        assertThat(linker("verify", "--wait", "0")).isEqualTo(1);
    }

    @Test
    void aLinkWithoutABeginningIsOneMessage() {
        assertThat(linker("verify", "--from-end")).isEqualTo(1);
        assertThat(linker("run", "--stop-at-head", "--compare", "--from-end")).isEqualTo(1);
        assertThat(errors.toString().lines()).hasSize(2).allMatch(line -> line.contains("leave out --from-end"));
    }

    @Test
    void aNumberBelowZeroIsOneMessage() {
        assertThat(linker("verify", "--wait", "-1")).isEqualTo(1);
        assertThat(errors.toString().lines()).singleElement().asString().contains("--wait");
    }
}
