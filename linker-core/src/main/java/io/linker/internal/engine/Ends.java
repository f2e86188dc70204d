package io.linker.internal.engine;

import io.linker.error.Failure;
import io.linker.error.LinkStoppedException;
import io.linker.error.StopReason;
import io.linker.event.OriginEvent;
import io.linker.event.OriginPosition;
import io.linker.event.Outcome;
import io.linker.event.ServerInfo;
import io.linker.origin.Origin;
import io.linker.origin.OriginListener;
import io.linker.origin.OriginRead;
import io.linker.write.Destination;
import io.linker.write.DestinationListener;
import io.linker.write.ReadAnswer;
import io.linker.write.WriteAnswer;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Brings what the two ends signal, on whatever thread, to the engine's thread; prepares events on the way. */
final class Ends implements Parts.Signals {
    private final Origin origin;
    private final Destination destination;
    private final Mailbox mailbox;
    private final Function<OriginEvent, Outcome> prepare;
    private volatile @Nullable OriginEvent preparing;
    private @Nullable LinkCore core;

    Ends(Origin origin, Destination destination, Mailbox mailbox, Function<OriginEvent, Outcome> prepare) {
        this.origin = origin;
        this.destination = destination;
        this.mailbox = mailbox;
        this.prepare = prepare;
    }

    /** Says where signals go; before the link is started. */
    void core(LinkCore target) {
        core = target;
    }

    private LinkCore core() {
        return Objects.requireNonNull(core);
    }

    @Override
    public void connectOrigin(long session) {
        origin.connect(session, new FromOrigin());
    }

    @Override
    public void connectDestination(long session) {
        destination.connect(session, new FromDestination());
    }

    @Override
    public @Nullable OriginEvent inPreparation() {
        return preparing;
    }

    /** Something outside the engine is broken in a way that no repetition mends: a missing class, a full heap. */
    private static LinkStoppedException stopped(Throwable broken) {
        String why = "An error outside of Linker's control stopped the link: " + broken;
        return new LinkStoppedException(StopReason.INTERNAL, why, broken);
    }

    private final class FromOrigin implements OriginListener {
        @Override
        public void connected(long session, ServerInfo server) {
            mailbox.post(() -> core().originConnected(session, server));
        }

        @Override
        public void subscribed(long session) {
            mailbox.post(() -> core().subscribed(session));
        }

        @Override
        public void arrived(long session, OriginEvent event) {
            Outcome outcome;
            preparing = event;
            try {
                outcome = prepare.apply(event);
            } catch (RuntimeException | Error broken) {
                mailbox.post(() -> core().failed(stopped(broken)));
                throw broken;
            } finally {
                preparing = null;
            }
            mailbox.post(() -> core().arrived(session, outcome));
        }

        @Override
        public void checkpoint(long session, OriginPosition position) {
            mailbox.post(() -> core().passed(session, position));
        }

        @Override
        public void caughtUp(long session) {
            mailbox.post(() -> core().caughtUp(session));
        }

        @Override
        public void ended(long session, Failure why) {
            mailbox.post(() -> core().originEnded(session, why));
        }

        @Override
        public void answered(long session, long request, OriginRead.Answer answer) {
            mailbox.post(() -> core().originAnswered(session, request, answer));
        }
    }

    private final class FromDestination implements DestinationListener {
        @Override
        public void connected(long session, ServerInfo server) {
            mailbox.post(() -> core().destinationConnected(session, server));
        }

        @Override
        public void writable(long session) {
            mailbox.post(() -> {}); // wakes the engine, which looks for itself
        }

        @Override
        public void written(long session, long id, WriteAnswer answer) {
            mailbox.post(() -> core().written(session, id, answer));
        }

        @Override
        public void read(long session, long id, ReadAnswer answer) {
            mailbox.post(() -> core().destinationAnswered(session, id, answer));
        }

        @Override
        public void ended(long session, Failure why) {
            mailbox.post(() -> core().destinationEnded(session, why));
        }
    }
}
