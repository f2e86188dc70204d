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

class MigrateCommandTest {
    private final StringWriter errors = new StringWriter();
    private final EmbeddedEventStore origin = EmbeddedEventStore.start();
    private final EmbeddedEventStore destination = EmbeddedEventStore.start();
    private final StopSignal stop = new StopSignal();

    @AfterEach
    void close() {
        origin.close();
        destination.close();
    }

    private int linker(String command, String... options) {
        var line = new ArrayList<>(List.of(
                command,
                "--origin",
                origin.connectionString(),
                "--destination",
                destination.connectionString(),
                "--exact-copy"));
        line.addAll(List.of(options));
        return Main.commandLine(stop).setErr(new PrintWriter(errors)).execute(line.toArray(String[]::new));
    }

    @Test
    void aShopMovesAndTheCommandThatIsRepeatedOnlyReports() throws Exception {
        try (var writer = new ShopWriter("127.0.0.1", origin.port(), new Shop(7), new Pace(0))) {
            writer.start(500).get();
        }
        assertThat(linker("migrate", "--quiet", "1", "--consumer", "C:0/P:0")).isZero();
        assertThat(linker("migrate")).isZero();
        stop.request();
        assertThat(linker("migrate", "--back")).isZero();
        assertThat(errors.toString()).isEmpty();
    }

    @Test
    void whoeverStopsItBeforeTheSwitchIsToldByTheExitCode() {
        stop.request();
        assertThat(linker("migrate")).isEqualTo(1);
    }

    @Test
    void anOriginThatIsNotThereIsOneMessage() {
        origin.close();
        assertThat(linker("migrate")).isEqualTo(1);
        assertThat(errors.toString().lines())
                .singleElement()
                .asString()
                .startsWith("linker: ")
                .doesNotContain("report this");
    }

    @Test
    void withoutASwitchNothingIsCopiedBack() {
        assertThat(linker("migrate", "--back")).isEqualTo(1);
        assertThat(errors.toString().lines()).singleElement().asString().contains("not made yet");
    }

    @Test
    void aConsumerWithoutAPositionIsOneLine() {
        assertThat(linker("migrate", "--consumer", "17")).isEqualTo(2);
        assertThat(errors.toString().lines()).singleElement().asString().contains("--consumer");
    }
}
