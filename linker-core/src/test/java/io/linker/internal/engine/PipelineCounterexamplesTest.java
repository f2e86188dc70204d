package io.linker.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.linker.error.Failure;
import io.linker.event.RecordedEvent;
import io.linker.internal.engine.SimLinks.Kind;
import io.linker.testkit.internal.log.ExpectedRevision;
import io.linker.testkit.internal.log.NewEvent;
import io.linker.write.WriteAnswer;
import io.linker.write.WriteRequest;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens too seldom by chance to several requests under way, or to a copy beside another: each fatal to a link without its rule. */
class PipelineCounterexamplesTest {
    private static final String S = "s-1";

    private final World world = new World(42);
    private final SimDatabase from = new SimDatabase(world);
    private final SimDatabase to = new SimDatabase(world);
    private final Set<String> tries = new HashSet<>();
    private final SimLink link = SimLinks.link(
            world,
            from,
            to,
            Kind.EXACT.with(new LinkSpec.Limits(
                    1_000, 1 << 20, 10_000, 3, 1 << 20, 8, 100, 100, 1_000, 30_000, 30_000, 1_000, 0)));

    private static void write(SimDatabase database, String... names) {
        for (String name : names) {
            UUID id = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
            var event = new NewEvent(id, "t", false, ByteString.copyFromUtf8(name), ByteString.EMPTY);
            database.log.append(S, ExpectedRevision.ANY, List.of(event));
        }
        database.changed();
    }

    private static List<String> written(SimDatabase database) {
        return database.all().stream()
                .filter(event -> event.stream().equals(S))
                .map(RecordedEvent::data)
                .map(PipelineCounterexamplesTest::text)
                .toList();
    }

    private static String text(byte[] data) {
        return new String(data, StandardCharsets.UTF_8);
    }

    /** The events of a write to the stream; empty for any other. */
    private static String text(WriteRequest request) {
        return request instanceof WriteRequest.Append append && append.stream().equals(S)
                ? String.join(
                        " ",
                        append.events().stream()
                                .map(event -> text(event.data()))
                                .toList())
                : "";
    }

    private void pass(long millis) {
        world.advanceTo(world.now() + millis);
    }

    @BeforeEach
    void start() {
        write(from, "e0", "e1");
        link.start();
        pass(5_000);
    }

    @Test
    void aBatchThatWasRefusedAndThenRanLateIsNotWrittenAgain() {
        link.destination.script(request -> switch (text(request)) {
            case "e2 e3 e4" ->
                tries.add("e2") ? new WriteAnswer.NotNow(new Failure(Failure.Kind.NOT_READY, "not ready")) : null;
            case "e8 e9" -> {
                // What was sent of them on an earlier connection runs now, when e5 and what follows has been refused.
                write(to, "e2", "e3", "e4", "e5", "e6", "e7");
                yield null;
            }
            default -> null;
        });
        link.destination.choke(1_000);
        write(from, "e2", "e3", "e4", "e5", "e6", "e7", "e8", "e9");
        pass(10_000);

        assertThat(tries).isNotEmpty();
        assertThat(link.verdict()).isNull();
        assertThat(written(to)).isEqualTo(written(from));
    }

    @Test
    void whatAnotherCopyWroteAheadIsNoStrangers() {
        link.destination.script(request -> {
            if (!text(request).equals("e2 e3 e4") || !tries.add("e2")) {
                return null;
            }
            write(to, "e2");
            WriteAnswer refused = to.write(request);
            link.origin.stall();
            write(from, "e5", "e6");
            write(to, "e3", "e4", "e5");
            return refused;
        });
        link.destination.choke(1_000);
        write(from, "e2", "e3", "e4");
        pass(120_000);

        assertThat(tries).isNotEmpty();
        assertThat(link.verdict()).isNull();
        assertThat(written(to)).isEqualTo(written(from));
    }
}
