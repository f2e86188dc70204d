package io.linker.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.linker.examples.shop.Pace;
import io.linker.examples.shop.Shop;
import io.linker.examples.shop.ShopWriter;
import io.linker.testkit.EmbeddedEventStore;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
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
        shop(destination, 20);
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
    void aNumberBelowZeroIsOneMessage() {
        assertThat(linker("verify", "--wait", "-1")).isEqualTo(1);
        assertThat(errors.toString().lines()).singleElement().asString().contains("--wait");
    }
}
