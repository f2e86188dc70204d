package io.linker.testkit.internal.groups;

import com.google.protobuf.ByteString;
import io.linker.testkit.internal.log.EventLog;
import io.linker.testkit.internal.log.ExpectedRevision;
import io.linker.testkit.internal.log.LogRecord;
import io.linker.testkit.internal.log.NewEvent;
import io.linker.testkit.internal.log.StreamView;
import io.linker.testkit.internal.log.SystemNames;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps what a group writes down in two streams of its own, as the server does. */
final class LogStore implements GroupStore {
    private static final String CHECKPOINT_TYPE = "$SubscriptionCheckpoint";
    /** The name before 24.10; both are read. */
    private static final Set<String> CHECKPOINT_TYPES = Set.of(CHECKPOINT_TYPE, "SubscriptionCheckpoint");

    private final EventLog log;
    private final InstantSource clock;
    private final PositionText positions;
    private final String checkpointStream;
    private final String parkedStream;
    private final Resolver resolver;

    LogStore(EventLog log, InstantSource clock, String subscriptionId, PositionText positions) {
        this.log = log;
        this.clock = clock;
        this.positions = positions;
        this.checkpointStream = "$persistentsubscription-" + subscriptionId + "-checkpoint";
        this.parkedStream = "$persistentsubscription-" + subscriptionId + "-parked";
        this.resolver = new Resolver(log, true);
    }

    @Override
    public OptionalLong loadCheckpoint() {
        LogRecord newest = newest(log.stream(checkpointStream));
        if (newest == null || !CHECKPOINT_TYPES.contains(newest.type())) {
            return OptionalLong.empty();
        }
        return positions.parse(newest.data().toStringUtf8().replace("\"", ""));
    }

    private static @Nullable LogRecord newest(StreamView stream) {
        return stream.state() == StreamView.State.FOUND ? stream.visible(stream.head()) : null;
    }

    @Override
    public void saveCheckpoint(long position) {
        write(checkpointStream, CHECKPOINT_TYPE, true, '"' + positions.format(position) + '"', "");
    }

    @Override
    public void park(GroupEvent event, String reason) {
        LogEvent parked = (LogEvent) event;
        LogRecord target = parked.target();
        String link =
                target == null ? parked.original().data().toStringUtf8() : target.revision() + "@" + target.stream();
        String metadata =
                ServerJson.parked(clock.instant(), reason, parked.original().revision());
        write(parkedStream, SystemNames.LINK_TYPE, false, link, metadata);
    }

    @Override
    public List<? extends GroupEvent> parked(long from, long to) {
        StreamView stream = log.stream(parkedStream);
        List<LogEvent> events = new ArrayList<>();
        for (long revision = from; revision < to; revision++) {
            LogRecord record = stream.visible(revision);
            LogEvent event = record == null ? null : resolver.event(record, revision);
            if (event != null && event.target() != null) {
                events.add(event);
            }
        }
        return events;
    }

    @Override
    public long parkedStart() {
        return log.stream(parkedStream).firstVisible();
    }

    @Override
    public long parkedEnd() {
        StreamView stream = log.stream(parkedStream);
        return stream.state() == StreamView.State.FOUND ? stream.head() + 1 : 0;
    }

    @Override
    public void forgetParkedBelow(long revision) {
        write(
                SystemNames.metastreamOf(parkedStream),
                SystemNames.METADATA_TYPE,
                true,
                ServerJson.truncatedForAdmins(revision),
                "");
    }

    @Override
    public void delete() {
        log.delete(checkpointStream, ExpectedRevision.ANY);
        log.delete(parkedStream, ExpectedRevision.ANY);
    }

    private void write(String stream, String type, boolean json, String data, String metadata) {
        NewEvent event = new NewEvent(
                UUID.randomUUID(), type, json, ByteString.copyFromUtf8(data), ByteString.copyFromUtf8(metadata));
        log.append(stream, ExpectedRevision.ANY, List.of(event));
    }
}
