package io.linker.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class DisplayTest {
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

    private Display display(int columns) {
        return new Display(new PrintStream(shown, true, UTF_8), columns);
    }

    @Test
    void onATerminalTheStatusChangesInPlaceAndFitsTheWidth() {
        Display terminal = display(10);
        terminal.status(List.of("one"));
        terminal.status(List.of("a longer status"));
        assertThat(shown.toString(UTF_8)).isEqualTo("\r\u001b[Kone\r\u001b[Ka longer ");
    }

    @Test
    void severalLinesChangeInPlaceToo() {
        Display terminal = display(10);
        terminal.status(List.of("one", "two"));
        terminal.status(List.of("three", "four"));
        terminal.print("done");
        assertThat(shown.toString(UTF_8))
                .isEqualTo(
                        String.format("\r\u001b[Kone%n\r\u001b[Ktwo\u001b[1A\r\u001b[Kthree%n\r\u001b[Kfour%ndone%n"));
    }

    @Test
    void aLineThatStaysDoesNotOverwriteTheStatus() {
        Display terminal = display(10);
        terminal.status(List.of("one"));
        terminal.print("done");
        assertThat(shown.toString(UTF_8)).isEqualTo(String.format("\r\u001b[Kone%ndone%n"));
    }

    @Test
    void elsewhereEveryStatusIsAPlainLine() {
        Display file = display(0);
        file.status(List.of("one"));
        file.status(List.of("two"));
        assertThat(shown.toString(UTF_8)).isEqualTo(String.format("one%ntwo%n"));
    }
}
