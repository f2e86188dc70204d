package io.linker.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class DisplayTest {
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();

    private Display display(int columns) {
        return new Display(new PrintStream(shown, true, UTF_8), columns);
    }

    @Test
    void onATerminalTheStatusChangesInPlaceAndFitsTheWidth() {
        Display terminal = display(10);
        terminal.status("one");
        terminal.status("a longer status");
        assertThat(shown.toString(UTF_8)).isEqualTo("\r\u001b[Kone\r\u001b[Ka longer ");
    }

    @Test
    void aLineThatStaysDoesNotOverwriteTheStatus() {
        Display terminal = display(10);
        terminal.status("one");
        terminal.print("done");
        assertThat(shown.toString(UTF_8)).isEqualTo(String.format("\r\u001b[Kone%ndone%n"));
    }

    @Test
    void elsewhereEveryStatusIsAPlainLine() {
        Display file = display(0);
        file.status("one");
        file.status("two");
        assertThat(shown.toString(UTF_8)).isEqualTo(String.format("one%ntwo%n"));
    }
}
