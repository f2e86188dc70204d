package io.linker.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MainTest {
    private final StringWriter errors = new StringWriter();
    private final CommandLine main = Main.commandLine(new StopSignal()).setErr(new PrintWriter(errors));

    @ParameterizedTest
    @ValueSource(strings = {"", "nod", "node --port x", "node --prot 1"})
    void whatIsNotUnderstoodIsOneLineThatPointsToTheHelp(String line) {
        assertThat(main.execute(line.split(" "))).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(errors.toString().lines())
                .singleElement()
                .asString()
                .startsWith("linker: ")
                .contains("--help");
    }
}
