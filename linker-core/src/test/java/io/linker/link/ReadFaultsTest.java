package io.linker.link;

import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.linker.testkit.faults.CountedFault;
import io.linker.testkit.faults.SubscriptionFaults;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** However a subscription ends while the link catches up, it goes on behind the last event it got. */
class ReadFaultsTest extends FaultTest {
    static Stream<Named<Function<SubscriptionFaults, CountedFault>>> faults() {
        return Stream.of(
                Named.of("ended as too slow", SubscriptionFaults::endAsTooSlow),
                Named.of("cancelled", SubscriptionFaults::cancel),
                Named.of("completed", SubscriptionFaults::complete),
                Named.of("node goes down", SubscriptionFaults::endAsUnavailable),
                Named.of("timed out", faults -> faults.fail(Status.DEADLINE_EXCEEDED)),
                Named.of("unknown", faults -> faults.fail(Status.UNKNOWN.withDescription("odd"))));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void theSubscriptionIsResumed(Function<SubscriptionFaults, CountedFault> ends) throws Exception {
        try (Writer writer = Writer.start(pair)) {
            await().atMost(Pair.PATIENCE).until(() -> writer.written() > 1_000);
        }
        var twice = originNode.faults().subscriptions().toAll().next(2).afterEvents(150);
        try (CountedFault fault = ends.apply(twice)) {
            Pair.copy(link(SHARED));
            await().until(() -> fault.times() == 2);
        }
        pair.assertFaithful(Pair.DEFAULTS);
    }
}
