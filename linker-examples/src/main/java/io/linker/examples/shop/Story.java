package io.linker.examples.shop;

import io.linker.event.RecordedEvent;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;

/**
 * Something that happens in the shop over time: the way of one order through payment and shipment, the life of one customer.
 * A story alone writes its streams, so it knows every revision.
 */
abstract class Story {
    /** One event before it gets an id, a time and metadata. */
    @SuppressWarnings("ArrayRecordComponent") // see RecordedEvent
    record Step(String stream, long revision, String type, boolean json, byte[] data) {}

    /** Tells the stories of one correlation apart in the metadata of their events. */
    final String name;

    final SplittableRandom random;
    private final Queue<Step> steps = new ArrayDeque<>();
    private final Map<String, Long> heads = new HashMap<>();

    Story(String name, SplittableRandom random) {
        this.name = name;
        this.random = random;
    }

    /** The next thing that happens; only when not {@link #over}. */
    Step next() {
        return steps.remove();
    }

    boolean over() {
        return steps.isEmpty();
    }

    final void tell(String stream, String type, Object... keysAndValues) {
        add(stream, type, true, Json.object(keysAndValues));
    }

    final void tellBinary(String stream, String type, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        add(stream, type, false, bytes);
    }

    final void describe(String stream, Object... keysAndValues) {
        add("$$" + stream, RecordedEvent.METADATA_TYPE, true, Json.object(keysAndValues));
    }

    final String oneOf(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    final boolean happens(double probability) {
        return random.nextDouble() < probability;
    }

    final BigDecimal amount(int fromCents, int toCents) {
        return BigDecimal.valueOf(random.nextInt(fromCents, toCents), 2);
    }

    private void add(String stream, String type, boolean json, byte[] data) {
        steps.add(new Step(stream, heads.merge(stream, 0L, (head, zero) -> head + 1), type, json, data));
    }
}
