package io.linker.internal.engine;

import io.linker.error.Failure;
import io.linker.event.OriginPosition;
import io.linker.event.ServerInfo;
import io.linker.origin.OriginListener;
import io.linker.origin.OriginRead;
import io.linker.write.DestinationListener;
import io.linker.write.ReadAnswer;
import io.linker.write.WriteAnswer;

/** The engine in virtual time: each signal of its ends is an input, and it is woken when something is due. */
abstract class DrivenCore implements OriginListener, DestinationListener, Life.Listener {
    private long wakeAt = Long.MAX_VALUE;

    abstract LinkCore core();

    /** Virtual milliseconds. */
    abstract long now();

    /** Runs {@code action} so many virtual milliseconds later. */
    abstract void in(long millis, Runnable action);

    /** Gives the engine an input, and tells it the time. */
    void feed(Runnable input) {
        input.run();
        core().tick(now());
        wake();
    }

    private void wake() {
        long due = core().nextDue();
        if (due < wakeAt && due != Long.MAX_VALUE) {
            wakeAt = due;
            in(due - now(), () -> {
                if (wakeAt == due) {
                    wakeAt = Long.MAX_VALUE;
                    feed(() -> {});
                }
            });
        }
    }

    void start() {
        feed(core()::start);
    }

    @Override
    public void connected(long session, ServerInfo server) {
        if (server.endpoint().equals("origin")) {
            feed(() -> core().originConnected(session, server));
        } else {
            feed(() -> core().destinationConnected(session, server));
        }
    }

    @Override
    public void ended(long session, Failure why) {
        // Sessions of the two ends never share a number, and the core knows its own.
        feed(() -> {
            core().originEnded(session, why);
            core().destinationEnded(session, why);
        });
    }

    @Override
    public void subscribed(long session) {
        feed(() -> core().subscribed(session));
    }

    @Override
    public void checkpoint(long session, OriginPosition position) {
        feed(() -> core().passed(session, position));
    }

    @Override
    public void caughtUp(long session) {
        feed(() -> core().caughtUp(session));
    }

    @Override
    public void answered(long session, long request, OriginRead.Answer answer) {
        feed(() -> core().originAnswered(session, request, answer));
    }

    @Override
    public void writable(long session) {
        feed(() -> {});
    }

    @Override
    public void written(long session, long id, WriteAnswer answer) {
        feed(() -> core().written(session, id, answer));
    }

    @Override
    public void read(long session, long id, ReadAnswer answer) {
        feed(() -> core().destinationAnswered(session, id, answer));
    }
}
