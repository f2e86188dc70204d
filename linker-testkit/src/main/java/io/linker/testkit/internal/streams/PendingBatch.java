package io.linker.testkit.internal.streams;

import com.eventstore.dbclient.proto.shared.Shared;
import io.linker.testkit.internal.log.ExpectedRevision;
import io.linker.testkit.internal.log.NewEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One batch while its chunks come in. Compared by identity: a correlation id may be used again. */
final class PendingBatch {
    /** What an answer repeats of the request. */
    record Address(Shared.UUID correlation, Shared.StreamIdentifier stream) {}

    private final UUID correlation;
    private final Address address;
    private final String stream;
    private final ExpectedRevision expected;
    private final long timeoutNanos;
    private final List<NewEvent> events = new ArrayList<>(1);
    private long bytes;
    private long largestBytes;
    private @Nullable NewEvent largest;
    private boolean kept;

    PendingBatch(UUID correlation, Address address, String stream, ExpectedRevision expected, long timeoutNanos) {
        this.correlation = correlation;
        this.address = address;
        this.stream = stream;
        this.expected = expected;
        this.timeoutNanos = timeoutNanos;
    }

    void add(NewEvent event, long size) {
        events.add(event);
        bytes += size;
        if (size > largestBytes) {
            largestBytes = size;
            largest = event;
        }
    }

    AppendGate.Write write() {
        return new AppendGate.Write(stream, expected, events, true);
    }

    UUID correlation() {
        return correlation;
    }

    Address address() {
        return address;
    }

    long timeoutNanos() {
        return timeoutNanos;
    }

    long bytes() {
        return bytes;
    }

    long largestBytes() {
        return largestBytes;
    }

    String largestId() {
        return largest == null ? "" : largest.id().toString();
    }

    boolean kept() {
        return kept;
    }

    void keep() {
        kept = true;
    }
}
