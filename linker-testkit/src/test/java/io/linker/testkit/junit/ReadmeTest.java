package io.linker.testkit.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.StatusRuntimeException;
import io.linker.testkit.FaultProxy;
import io.linker.testkit.faults.Faults;
import io.linker.testkit.wire.Wire;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The example of the README, which must hold the same lines. */
@Timeout(30)
@ExtendWith(NodeExtension.class)
class ReadmeTest {
    @Test
    void aLostAnswerIsNoLostOrder(@Node String uri, @Node Faults faults, @Node FaultProxy network) throws Exception {
        faults.appends().next(1).commitButCut();
        network.delay(Duration.ofMillis(20));
        shop(uri).order("order-1");
        assertThat(shop(uri).orders()).isEqualTo(1);
    }

    @Test
    void theReadmeHoldsTheseLines() throws Exception {
        String source = Files.readString(Path.of("src/test/java/io/linker/testkit/junit/ReadmeTest.java"));
        int begin = source.indexOf("void aLostAnswerIsNoLostOrder");
        List<String> lines = source.substring(begin, source.indexOf('}', begin))
                .lines()
                .map(String::strip)
                .toList();
        assertThat(lines).hasSizeGreaterThan(4);
        assertThat(Files.readString(Path.of("../README.md"))).contains(lines);
    }

    /** Somebody's code under test: repeats an order until it is answered. */
    private record Shop(int port) {
        void order(String stream) throws InterruptedException {
            try (Wire wire = Wire.to(port)) {
                var id = Wire.newId();
                try {
                    wire.append(stream, "t", "{}", "", id);
                } catch (StatusRuntimeException lost) {
                    wire.append(stream, "t", "{}", "", id);
                }
            }
        }

        int orders() {
            try (Wire wire = Wire.to(port)) {
                return wire.count("order-1");
            }
        }
    }

    private static Shop shop(String uri) {
        return new Shop(Integer.parseInt(uri.replaceAll(".*:(\\d+)\\?.*", "$1")));
    }
}
