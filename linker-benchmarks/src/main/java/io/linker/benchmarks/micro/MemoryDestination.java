package io.linker.benchmarks.micro;

import io.linker.event.ServerInfo;
import io.linker.write.Destination;
import io.linker.write.DestinationListener;
import io.linker.write.ReadAnswer;
import io.linker.write.ReadRequest;
import io.linker.write.WriteAnswer;
import io.linker.write.WriteRequest;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Takes everything at once and keeps nothing. */
final class MemoryDestination implements Destination {
    private final CompletableFuture<Long> all = new CompletableFuture<>();
    private final long expected;
    private @Nullable DestinationListener listener;
    private long session;
    private long written;

    MemoryDestination(long expected) {
        this.expected = expected;
    }

    /** Waits until as many events are written as are expected. */
    long await() {
        return all.orTimeout(1, TimeUnit.MINUTES).join();
    }

    private DestinationListener hears() {
        return Objects.requireNonNull(listener);
    }

    @Override
    public void connect(long number, DestinationListener hears) {
        session = number;
        listener = hears;
        hears.connected(number, new ServerInfo("destination", "24.10", Set.of(new UUID(0, 2)), false));
    }

    @Override
    public boolean isWritable(String stream) {
        return true;
    }

    @Override
    public void spread(int connections) {}

    @Override
    public void write(long id, WriteRequest request) {
        long last = request.expected();
        if (request instanceof WriteRequest.Append append) {
            last += append.events().size();
            written += append.stream().startsWith("stream-") ? append.events().size() : 0;
        }
        hears().written(session, id, new WriteAnswer.Success(last));
        if (written == expected) {
            all.complete(written);
        }
    }

    @Override
    public void read(long id, ReadRequest request) {
        hears().read(session, id, new ReadAnswer.NotFound());
    }

    @Override
    public void disconnect() {}

    @Override
    public void close(Duration bound) {}
}
