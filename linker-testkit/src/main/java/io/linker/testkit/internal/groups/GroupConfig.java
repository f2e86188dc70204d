package io.linker.testkit.internal.groups;

import com.google.protobuf.ByteString;
import io.linker.testkit.internal.log.EventLog;
import io.linker.testkit.internal.log.ExpectedRevision;
import io.linker.testkit.internal.log.LogRecord;
import io.linker.testkit.internal.log.NewEvent;
import io.linker.testkit.internal.log.StreamView;
import io.linker.testkit.internal.log.SystemNames;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the definitions of all groups in the log, the whole document with each change, so that they survive a restart. */
final class GroupConfig {
    private static final Logger LOG = LoggerFactory.getLogger(GroupConfig.class);
    private static final String STREAM = "$persistentSubscriptionConfig";

    private final EventLog log;
    private final InstantSource clock;

    GroupConfig(EventLog log, InstantSource clock) {
        this.log = log;
        this.clock = clock;
    }

    List<GroupDefinition> load() {
        StreamView stream = log.stream(STREAM);
        LogRecord newest = stream.state() == StreamView.State.FOUND ? stream.visible(stream.head()) : null;
        try {
            return newest == null ? List.of() : GroupConfigJson.read(newest.data());
        } catch (IOException | NumberFormatException e) {
            LOG.error("The definitions of the persistent subscriptions cannot be read; there are none now", e);
            return List.of();
        }
    }

    void save(String user, Collection<GroupDefinition> groups) {
        String metastream = SystemNames.metastreamOf(STREAM);
        if (log.stream(metastream).state() == StreamView.State.NOT_FOUND) {
            write(metastream, SystemNames.METADATA_TYPE, "{\"$maxCount\":2}");
        }
        write(STREAM, "$PersistentConfig", GroupConfigJson.write(clock.instant(), user, groups));
    }

    private void write(String stream, String type, String json) {
        NewEvent event = new NewEvent(UUID.randomUUID(), type, true, ByteString.copyFromUtf8(json), ByteString.EMPTY);
        log.append(stream, ExpectedRevision.ANY, List.of(event));
    }
}
