package io.linker.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.eventstore.dbclient.proto.persistentsubscriptions.Persistent.CreateReq;
import com.eventstore.dbclient.proto.persistentsubscriptions.Persistent.ReadReq;
import com.eventstore.dbclient.proto.persistentsubscriptions.Persistent.ReadResp;
import com.eventstore.dbclient.proto.shared.Shared;
import io.linker.testkit.wire.Answers;
import io.linker.testkit.wire.GroupCalls;
import io.linker.testkit.wire.Wire;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is left of groups when a node with a directory is started again. */
@Timeout(60)
class PersistentSubscriptionRestartTest {
    @TempDir
    private Path directory;

    private EmbeddedEventStore start() {
        return EmbeddedEventStore.builder().directory(directory).start();
    }

    private static CreateReq.Options.Builder withEagerCheckpoints() {
        CreateReq.Options.Builder options = GroupCalls.on("s");
        options.getSettingsBuilder().setMinCheckpointCount(1).setMaxCheckpointCount(1);
        return options;
    }

    private static ReadReq acknowledge(Shared.UUID id) {
        return ReadReq.newBuilder().setAck(ReadReq.Ack.newBuilder().addIds(id)).build();
    }

    private static ReadReq park(Shared.UUID id) {
        return ReadReq.newBuilder()
                .setNack(ReadReq.Nack.newBuilder().addIds(id).setAction(ReadReq.Nack.Action.Park))
                .build();
    }

    private static ReadReq consumer() {
        return ReadReq.newBuilder().setOptions(GroupCalls.consumer("s", 10)).build();
    }

    @Test
    void aGroupGoesOnAfterItsCheckpointAndKeepsItsParkedEvents() throws InterruptedException {
        try (EmbeddedEventStore store = start();
                Wire streams = Wire.to(store);
                GroupCalls groups = GroupCalls.to(store)) {
            streams.append("s");
            streams.append("s");
            streams.append("s");
            groups.create(withEagerCheckpoints());
            Answers<ReadReq, ReadResp> answers = groups.read(consumer());
            answers.next();
            answers.send(acknowledge(answers.next().getEvent().getEvent().getId()));
            answers.send(park(answers.next().getEvent().getEvent().getId()));
            await().untilAsserted(() -> assertThat(groups.info("s").getLastCheckpointedEventPosition())
                    .isEqualTo("1"));
        }
        try (EmbeddedEventStore store = start();
                GroupCalls groups = GroupCalls.to(store)) {
            assertThat(groups.info("s").getParkedMessageCount()).isEqualTo(1);
            assertThat(groups.info("s").getMaxCheckPointCount()).isEqualTo(1);
            Answers<ReadReq, ReadResp> answers = groups.read(consumer());
            answers.next();
            assertThat(answers.next().getEvent().getEvent().getStreamRevision()).isEqualTo(2);
        }
    }
}
