package io.linker.internal.engine;

import io.linker.checkpoint.Checkpoint;
import io.linker.checkpoint.CheckpointStore;
import io.linker.checkpoint.CheckpointStore.Stored;
import io.linker.checkpoint.CheckpointStore.Versioned;
import io.linker.error.CheckpointException;
import io.linker.internal.flow.Agenda;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A store that blocks, called on a thread of its own; calls that fail are repeated unchanged. */
final class BlockingCheckpoints implements Checkpoints {
    private static final Logger log = LoggerFactory.getLogger(BlockingCheckpoints.class);
    private static final long RETRY_MILLIS = 1_000;

    private final CheckpointStore store;
    private final String link;
    private final Executor thread;
    private final Mailbox mailbox;
    private final Agenda agenda;
    private @Nullable Obstacle obstacle;

    BlockingCheckpoints(CheckpointStore store, String link, Executor thread, Mailbox mailbox, Agenda agenda) {
        this.store = store;
        this.link = link;
        this.thread = thread;
        this.mailbox = mailbox;
        this.agenda = agenda;
    }

    @Override
    public void load(Consumer<Versioned> then, Consumer<CheckpointException> unreadable) {
        call(() -> store.load(link), then, failed -> {
            boolean hopeless =
                    failed instanceof CheckpointException known && known.kind() == CheckpointException.Kind.MALFORMED;
            if (hopeless) {
                unreadable.accept((CheckpointException) failed);
            }
            return !hopeless;
        });
    }

    @Override
    public void store(long version, Checkpoint checkpoint, Consumer<Stored> then) {
        call(() -> store.store(link, version, checkpoint), then, failed -> true);
    }

    @Override
    public @Nullable Obstacle obstacle() {
        return obstacle;
    }

    private <T> void call(Supplier<T> call, Consumer<T> then, Predicate<RuntimeException> repeats) {
        obstacle = new Obstacle(agenda.now(), "the checkpoint store does not answer");
        attempt(call, then, repeats);
    }

    private <T> void attempt(Supplier<T> call, Consumer<T> then, Predicate<RuntimeException> repeats) {
        thread.execute(() -> {
            try {
                T answer = call.get();
                mailbox.post(() -> {
                    obstacle = null;
                    then.accept(answer);
                });
            } catch (RuntimeException failed) { // the host's code may throw what it will
                log.warn("The checkpoint store of link '{}' failed", link, failed);
                mailbox.post(() -> {
                    if (repeats.test(failed)) {
                        failing(failed);
                        agenda.in(RETRY_MILLIS, () -> attempt(call, then, repeats));
                    }
                });
            }
        });
    }

    private void failing(RuntimeException failed) {
        Obstacle before = obstacle;
        long since = before == null ? agenda.now() : before.since();
        obstacle = new Obstacle(since, "the checkpoint store fails: " + failed.getMessage());
    }
}
