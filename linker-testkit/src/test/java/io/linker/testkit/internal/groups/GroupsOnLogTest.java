package io.linker.testkit.internal.groups;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.linker.testkit.internal.groups.Fixture.Settings;
import io.linker.testkit.internal.groups.Fixture.TestConsumer;
import io.linker.testkit.internal.log.EventLog;
import io.linker.testkit.internal.log.ExpectedRevision;
import io.linker.testkit.internal.log.LogOptions;
import io.linker.testkit.internal.log.NewEvent;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class GroupsOnLogTest {
    private EventLog log = EventLog.inMemory(Clock.systemUTC());
    private final ArrayDeque<Runnable> loop = new ArrayDeque<>();
    private Groups groups = open();

    private Groups open() {
        Groups opened = new Groups(log, Clock.systemUTC(), loop::add);
        opened.load();
        return opened;
    }

    /** As long as there is something to do; bounded, because that may be for ever. */
    private void settle() {
        for (int i = 0; i < 1_000 && !loop.isEmpty(); i++) {
            loop.remove().run();
        }
        assertThat(loop).as("tasks left after 1000").isEmpty();
    }

    private void restart() {
        groups.shutdown();
        groups = open();
        settle();
    }

    private UUID append(String stream) {
        return append(stream, "t", "{}");
    }

    private UUID append(String stream, String type, String data) {
        NewEvent event = new NewEvent(UUID.randomUUID(), type, true, ByteString.copyFromUtf8(data), ByteString.EMPTY);
        log.append(stream, ExpectedRevision.ANY, List.of(event));
        return event.id();
    }

    private void create(String source, Settings settings) {
        String start = source.equals("$all") ? "C:0/P:0" : "0";
        groups.create(
                new GroupDefinition(source, "g", settings.build(), new StartFrom(0, start), Optional.empty()),
                "tester");
        settle();
    }

    private TestConsumer connect(String source) {
        TestConsumer consumer = new TestConsumer();
        groups.require(source, "g").group().connect(consumer, new ConsumerName("user", "test"), 100);
        groups.require(source, "g").wake();
        settle();
        return consumer;
    }

    private void ack(String source, UUID... ids) {
        groups.require(source, "g").group().ack(List.of(ids));
        settle();
    }

    @Test
    void definitionsAndCheckpointsSurviveARestart() {
        UUID first = append("s");
        append("s");
        create("s", new Settings().checkpoints(1, 1).strategy(StrategyName.PINNED));
        connect("s");
        ack("s", first);

        restart();
        assertThat(groups.require("s", "g").definition().settings().strategy()).isEqualTo(StrategyName.PINNED);
        assertThat(connect("s").got()).containsExactly("1");
    }

    @Test
    void theFilterOfAGroupSurvivesAnUpdateAndARestart() {
        GroupFilter filter = new GroupFilter(false, "", List.of("a", "b"));
        GroupDefinition definition = new GroupDefinition(
                "$all", "g", new Settings().build(), new StartFrom(0, "C:0/P:0"), Optional.of(filter));
        groups.create(definition, "tester");
        groups.update(definition.withFilter(Optional.empty()), "tester");
        restart();
        assertThat(groups.require("$all", "g").definition().filter()).contains(filter);
    }

    @Test
    void aDeletedGroupLeavesNoCheckpointToANewOneOfItsName() {
        UUID first = append("s");
        create("s", new Settings().checkpoints(1, 1));
        connect("s");
        ack("s", first);
        groups.delete("s", "g", "tester");
        settle();

        create("s", new Settings());
        assertThat(connect("s").got()).containsExactly("0");
    }

    @Test
    void theCheckpointOfAGroupOnAllDoesNotCallForTheNextOne() {
        create("$all", new Settings().checkpoints(1, 1));
        TestConsumer consumer = connect("$all");
        int before = log.size();
        UUID event = append("s");
        settle();
        assertThat(consumer.got()).isNotEmpty();
        ack("$all", event);
        // The event and at most one checkpoint.
        assertThat(log.size() - before).isLessThanOrEqualTo(2);
    }

    @Test
    void aCheckpointThatTheProjectionsLinkToDoesNotCallForTheNextOneEither() {
        log = EventLog.open(new LogOptions(Clock.systemUTC(), true, Optional.empty()));
        groups = open();
        GroupFilter nothing = new GroupFilter(false, "", List.of());
        GroupSettings eager = new Settings().checkpoints(1, 1).build();
        groups.create(
                new GroupDefinition("$all", "g", eager, new StartFrom(0, "C:0/P:0"), Optional.of(nothing)), "tester");
        append("s");
        settle();
    }

    @Test
    void aLiveConsumerGetsTheTombstoneAndThenSilence() {
        append("s");
        create("s", new Settings());
        TestConsumer consumer = connect("s");
        log.tombstone("s", ExpectedRevision.ANY);
        settle();
        assertThat(consumer.got()).containsExactly("0", Long.toString(Long.MAX_VALUE));
        assertThat(consumer.dropped).isFalse();
    }

    @Test
    void aGroupOpenedOnATombstonedStreamDropsEveryConsumer() {
        append("s");
        log.tombstone("s", ExpectedRevision.ANY);
        create("s", new Settings());
        assertThat(connect("s").dropped).isTrue();
    }

    @Test
    void aGroupGoesOnAfterItsStreamIsDeletedSoftlyAndWrittenAgain() {
        append("s");
        create("s", new Settings());
        TestConsumer consumer = connect("s");
        log.delete("s", ExpectedRevision.ANY);
        settle();
        append("s");
        settle();
        assertThat(consumer.got()).containsExactly("0", "1");
    }

    @Test
    void truncatedEventsAreNotDelivered() {
        append("s");
        append("s");
        append("$$s", "$metadata", "{\"$tb\":1}");
        create("s", new Settings());
        assertThat(connect("s").got()).containsExactly("1");
    }

    @Test
    void aStreamFullOfHistoryIsReadToItsEnd() {
        for (int i = 0; i < 3_000; i++) {
            append("s");
        }
        create("s", new Settings().buffers(20, 50));
        TestConsumer consumer = new TestConsumer();
        groups.require("s", "g").group().connect(consumer, new ConsumerName("user", "test"), 10_000);
        groups.require("s", "g").wake();
        settle();
        assertThat(consumer.got()).hasSize(3_000);
    }
}
