package io.linker.internal.engine;

import io.linker.checkpoint.Checkpoint;
import io.linker.checkpoint.CheckpointCodec;
import io.linker.checkpoint.CheckpointStore.Stored;
import io.linker.checkpoint.CheckpointStore.Versioned;
import io.linker.checkpoint.Witness;
import io.linker.error.CheckpointException;
import io.linker.error.LinkStoppedException;
import io.linker.error.StopReason;
import io.linker.event.NewEvent;
import io.linker.event.Position;
import io.linker.event.RecordedEvent;
import io.linker.internal.flow.Agenda;
import io.linker.write.ReadAnswer;
import io.linker.write.WriteAnswer;
import io.linker.write.WriteRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the checkpoint in the destination, in a stream of its own: it is then as old as the events it speaks of, whatever
 * is restored. The version is the stream's revision.
 */
final class StreamCheckpoints implements Checkpoints {
    private static final long RETRY_MILLIS = 1_000;
    private static final byte[] ONE_EVENT = "{\"$maxCount\":1}".getBytes(StandardCharsets.UTF_8);

    private final String stream;
    private final DestinationEnd destination;
    private final Agenda agenda;
    private final Consumer<LinkStoppedException> stop;
    private @Nullable Witness stored;
    private boolean loaded;
    private @Nullable Obstacle obstacle;

    StreamCheckpoints(String link, DestinationEnd destination, Agenda agenda, Consumer<LinkStoppedException> stop) {
        this.stream = Checkpoint.stream(link);
        this.destination = destination;
        this.agenda = agenda;
        this.stop = stop;
    }

    @Override
    public @Nullable Obstacle obstacle() {
        return obstacle;
    }

    @Override
    public @Nullable Witness witness() {
        return stored;
    }

    /** A refusal at the first time ends the link. Later it may be mended, and events are copied meanwhile. */
    private void refused(boolean first, LinkStoppedException verdict, Runnable again) {
        if (first) {
            stop.accept(verdict);
            return;
        }
        long since = obstacle == null ? agenda.now() : obstacle.since();
        obstacle = new Obstacle(since, String.valueOf(verdict.getMessage()));
        agenda.in(RETRY_MILLIS, again);
    }

    @Override
    public void load(Consumer<Versioned> then, Consumer<CheckpointException> unreadable) {
        destination.readNewest(stream, 1, answer -> {
            if (!(answer instanceof ReadAnswer.Denied)) {
                loaded = true;
                obstacle = null;
            }
            if (answer instanceof ReadAnswer.Page page && !page.events().isEmpty()) {
                decode(page.events().get(0), page.head(), then, unreadable);
            } else if (answer instanceof ReadAnswer.Denied denied) {
                refused(
                        !loaded && stored == null,
                        new LinkStoppedException(
                                StopReason.ACCESS_DENIED,
                                "The checkpoint stream '" + stream + "' cannot be read: " + denied.message()),
                        () -> load(then, unreadable));
            } else if (answer instanceof ReadAnswer.Page page) {
                then.accept(new Versioned(page.head(), null));
            } else {
                then.accept(Versioned.ABSENT);
            }
        });
    }

    private void decode(
            RecordedEvent event, long head, Consumer<Versioned> then, Consumer<CheckpointException> unreadable) {
        Checkpoint checkpoint;
        try {
            checkpoint = CheckpointCodec.decode(event.data());
        } catch (CheckpointException e) {
            unreadable.accept(e);
            return;
        }
        then.accept(new Versioned(head, checkpoint));
    }

    @Override
    public void store(long version, Checkpoint checkpoint, Consumer<Stored> then) {
        var event = new NewEvent(
                UUID.randomUUID(), "linker-checkpoint", true, CheckpointCodec.encode(checkpoint), new byte[0]);
        destination.write(new WriteRequest.Append(stream, version, List.of(event)), answer -> {
            if (answer instanceof WriteAnswer.Success success) {
                stored = new Witness(stream, success.revision(), event.id(), Position.START);
                obstacle = null;
                if (version == WriteRequest.NO_STREAM) {
                    keepOneEvent();
                }
                then.accept(new Stored.Done(success.revision()));
            } else if (answer instanceof WriteAnswer.WrongExpectedRevision wrong) {
                load(
                        found -> then.accept(
                                found.version() < 0
                                        ? new Stored.Conflict(new Versioned(wrong.actual(), null))
                                        : new Stored.Conflict(found)),
                        unreadable -> stop.accept(new LinkStoppedException(
                                StopReason.CHECKPOINT, String.valueOf(unreadable.getMessage()), unreadable)));
            } else {
                refused(stored == null, verdict(answer), () -> store(version, checkpoint, then));
            }
        });
    }

    private void keepOneEvent() {
        String metastream = io.linker.event.Lane.metastreamOf(stream);
        var document = new NewEvent(UUID.randomUUID(), RecordedEvent.METADATA_TYPE, true, ONE_EVENT, new byte[0]);
        destination.write(
                new WriteRequest.Append(metastream, WriteRequest.NO_STREAM, List.of(document)), ignored -> {});
    }

    private LinkStoppedException verdict(WriteAnswer answer) {
        if (answer instanceof WriteAnswer.Denied denied) {
            return new LinkStoppedException(
                    StopReason.ACCESS_DENIED,
                    "The checkpoint stream '" + stream + "' cannot be written: " + denied.message()
                            + ". The destination's user needs the right to write.");
        }
        return new LinkStoppedException(
                StopReason.CHECKPOINT, "The checkpoint stream '" + stream + "' takes no events: " + answer);
    }
}
