package io.linker.testkit.internal.groups;

import java.util.Arrays;
import java.util.Optional;

/** The consumer strategies by the names clients use. */
enum StrategyName {
    ROUND_ROBIN("RoundRobin"),
    DISPATCH_TO_SINGLE("DispatchToSingle"),
    PINNED("Pinned"),
    PINNED_BY_CORRELATION("PinnedByCorrelation");

    private final String text;

    StrategyName(String text) {
        this.text = text;
    }

    static Optional<StrategyName> of(String text) {
        return Arrays.stream(values()).filter(name -> name.text.equals(text)).findFirst();
    }

    String text() {
        return text;
    }

    ConsumerStrategy create() {
        return switch (this) {
            case ROUND_ROBIN -> new RoundRobin();
            case DISPATCH_TO_SINGLE -> new DispatchToSingle();
            case PINNED -> new Pinned(GroupEvent::targetStream);
            case PINNED_BY_CORRELATION -> new Pinned(StrategyName::correlationOrStream);
        };
    }

    private static String correlationOrStream(GroupEvent event) {
        String correlation = event.correlation();
        return correlation == null ? event.targetStream() : correlation;
    }
}
