package io.linker.internal.engine;

import io.linker.checkpoint.Checkpoint;
import io.linker.checkpoint.CheckpointStore;
import io.linker.checkpoint.CheckpointStore.Stored;
import io.linker.checkpoint.CheckpointStore.Versioned;
import io.linker.error.CheckpointException;
import io.linker.internal.flow.Agenda;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
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

    BlockingCheckpoints(CheckpointStore store, String link, Executor thread, Mailbox mailbox, Agenda agenda) {
        this.store = store;
        this.link = link;
        this.thread = thread;
        this.mailbox = mailbox;
        this.agenda = agenda;
    }

    @Override
    public void load(Consumer<Versioned> then, Consumer<CheckpointException> unreadable) {
        call(() -> store.load(link), then, unreadable);
    }

    @Override
    public void store(long version, Checkpoint checkpoint, Consumer<Stored> then) {
        call(
                () -> store.store(link, version, checkpoint),
                then,
                failed -> agenda.in(RETRY_MILLIS, () -> store(version, checkpoint, then)));
    }

    private <T> void call(Supplier<T> call, Consumer<T> then, Consumer<CheckpointException> malformed) {
        thread.execute(() -> {
            try {
                T answer = call.get();
                mailbox.post(() -> then.accept(answer));
            } catch (CheckpointException failed) {
                log.warn("The checkpoint store of link '{}' failed: {}", link, failed.getMessage());
                mailbox.post(() -> {
                    if (failed.kind() == CheckpointException.Kind.MALFORMED) {
                        malformed.accept(failed);
                    } else {
                        agenda.in(RETRY_MILLIS, () -> call(call, then, malformed));
                    }
                });
            } catch (
                    RuntimeException
                            unexpected) { // of the host's code; without an answer nothing would be stored any more
                log.warn("The checkpoint store of link '{}' failed", link, unexpected);
                mailbox.post(() -> agenda.in(RETRY_MILLIS, () -> call(call, then, malformed)));
            }
        });
    }
}
