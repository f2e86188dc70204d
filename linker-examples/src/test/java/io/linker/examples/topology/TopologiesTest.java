package io.linker.examples.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.linker.LinkerTopology;
import io.linker.LinkerTopologyBuilder;
import io.linker.status.LinkStatus;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every topology between embedded nodes; each compares its databases event by event. */
@Timeout(90)
class TopologiesTest {
    private static final int EVENTS = 240;

    /** Watches in silence. */
    private static final class Silent implements Audience {
        @Override
        public void print(String line) {}

        @Override
        public boolean watch(Supplier<List<LinkStatus>> links, Condition done, Duration bound)
                throws InterruptedException {
            return done.await(bound);
        }
    }

    private static Verdict play(Topology topology) throws InterruptedException {
        try (var stage = new Stage(new Stage.Script(topology, EVENTS, 0, new Silent()))) {
            return stage.play();
        }
    }

    static Collection<Named<Topology>> topologies() {
        return Topologies.all().entrySet().stream()
                .map(each -> Named.of(each.getKey(), each.getValue()))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("topologies")
    void whatMustHoldHolds(Topology topology) throws InterruptedException {
        Verdict verdict = play(topology);
        assertThat(verdict.lines()).isNotEmpty().allMatch(line -> line.startsWith("ok "));
        assertThat(verdict.holds()).isTrue();
    }

    @Test
    void aMissingLinkIsTold() throws InterruptedException {
        Verdict verdict = play(new Topology() {
            @Override
            public String purpose() {
                return "a -> b, and nothing brings a's events to c";
            }

            @Override
            public List<String> databases() {
                return List.of("a", "b", "c");
            }

            @Override
            public LinkerTopologyBuilder links(Stage stage) {
                return LinkerTopology.builder().link(stage.database("a"), stage.database("b"));
            }

            @Override
            public void play(Stage stage, Verdict verdict) throws InterruptedException {
                stage.write(1, "a");
                stage.catchUp();
                verdict.complete(stage.contents("b"), stage.written());
                verdict.complete(stage.contents("c"), stage.written());
            }
        });
        assertThat(verdict.holds()).isFalse();
        assertThat(verdict.lines())
                .satisfiesExactly(
                        b -> assertThat(b).startsWith("ok "),
                        c -> assertThat(c)
                                .startsWith("NOT TRUE ")
                                .contains("account-0 holds 0 events of a, 30 were written"));
    }
}
