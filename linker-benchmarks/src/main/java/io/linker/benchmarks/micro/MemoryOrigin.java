package io.linker.benchmarks.micro;

import io.linker.event.OriginEvent;
import io.linker.event.OriginPosition;
import io.linker.event.Position;
import io.linker.event.RecordedEvent;
import io.linker.event.ServerInfo;
import io.linker.origin.Origin;
import io.linker.origin.OriginListener;
import io.linker.origin.OriginRead;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Events of 256 bytes, handed over as they are asked for. */
final class MemoryOrigin implements Origin {
    private final List<OriginEvent> events = new ArrayList<>();
    private @Nullable OriginListener listener;
    private long session;
    private int sent;

    MemoryOrigin(int streams, int count) {
        var data = new byte[256];
        for (int i = 0; i < count; i++) {
            var position = new Position(i + 1, i + 1);
            var event = new RecordedEvent(
                    "stream-" + i % streams,
                    i / streams,
                    new UUID(1, i),
                    "Benchmarked",
                    false,
                    data,
                    new byte[0],
                    Instant.EPOCH,
                    position);
            events.add(new OriginEvent(event, new OriginPosition.All(position)));
        }
    }

    private OriginListener hears() {
        return Objects.requireNonNull(listener);
    }

    @Override
    public void connect(long number, OriginListener hears) {
        session = number;
        listener = hears;
        sent = 0;
        hears.connected(number, new ServerInfo("origin", "24.10", Set.of(new UUID(0, 1)), false));
    }

    @Override
    public void subscribe(OriginPosition from) {
        hears().subscribed(session);
    }

    @Override
    public void request(int n) {
        int end = Math.min(events.size(), sent + n);
        for (; sent < end; sent++) {
            hears().arrived(session, events.get(sent));
        }
    }

    @Override
    public void read(long request, OriginRead read) {
        OriginRead.Answer answer = read instanceof OriginRead.Head
                ? new OriginRead.Answer.Head(events.get(events.size() - 1).position(), null)
                : new OriginRead.Answer.Page(List.of(), -1);
        hears().answered(session, request, answer);
    }

    @Override
    public void disconnect() {}

    @Override
    public void close(Duration bound) {}
}
