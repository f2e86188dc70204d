package io.linker.esdb;

import io.linker.error.Failure;
import io.linker.error.Failure.Kind;
import io.linker.event.OriginEvent;
import io.linker.event.OriginPosition;
import io.linker.origin.OriginListener;
import io.linker.origin.OriginRead;
import io.linker.origin.OriginSource;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One attempt at an origin, from looking up its name to the end of its subscription. Silent once it is over. */
final class OriginSession {
    private final Setup setup;
    private final long number;
    private final OriginListener listener;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile @Nullable Channels channels;
    private volatile @Nullable Node node;
    private volatile @Nullable Feed feed;

    /**
     * What all sessions of an origin have in common.
     *
     * @param prepare runs what the subscription brings, one at a time
     */
    record Setup(EsdbConnection connection, OriginSource source, Executor prepare, EndThreads threads) {
        /** One subscription may have 8 MB on the way; many share about as much. */
        int window() {
            int calls =
                    source instanceof OriginSource.Streams some ? some.streams().size() : 1;
            return Math.max(256 * 1024, 8 * 1024 * 1024 / calls);
        }
    }

    OriginSession(Setup setup, long number, OriginListener listener) {
        this.setup = setup;
        this.number = number;
        this.listener = listener;
    }

    void connect() {
        try {
            setup.threads().connecting().execute(this::open);
        } catch (RejectedExecutionException e) {
            end(new Failure(Kind.TIMEOUT, "Earlier attempts to connect to " + setup.connection() + " still hang"));
        }
    }

    private void open() {
        try {
            var opened = new Channels(setup.connection(), setup.threads(), setup.window());
            channels = opened;
            if (over.get()) {
                opened.close();
                return;
            }
            Node found = new Connector(setup.connection(), opened, setup.threads(), false).connect(Optional.empty());
            node = found;
            if (!over.get()) {
                listener.connected(number, found.info());
            }
        } catch (FailedException e) {
            end(e.failure());
        } catch (RuntimeException e) {
            end(new Failure(Kind.UNKNOWN, "Connecting to " + setup.connection() + " failed: " + e, e));
        }
    }

    /** Only on the connection that was asked who it leads to: behind the next one there may be another database. */
    void subscribe(OriginPosition from) {
        Node connected = node();
        if (connected.lost().get()) {
            end(new Failure(Kind.UNAVAILABLE, connected.who() + " closed the connection before it was subscribed to"));
            return;
        }
        Feed started = Feeds.of(setup, connected, from, this);
        feed = started;
        started.start();
    }

    void request(int n) {
        @Nullable Feed current = feed;
        if (current != null) {
            current.request(n);
        }
    }

    void read(long request, OriginRead read) {
        var reads = new OriginReads(
                node(), setup.source(), setup.connection().timing().deadline());
        reads.start(read, answer -> {
            if (!over.get()) {
                listener.answered(number, request, answer);
                endIfNotLeader(answer);
            }
        });
    }

    /** A leader that resigned keeps its subscriptions, but whoever insists on a leader can ask it nothing any more. */
    private void endIfNotLeader(OriginRead.Answer answer) {
        if (answer instanceof OriginRead.Answer.Failed failed
                && failed.failure().kind() == Kind.NOT_LEADER) {
            end(failed.failure());
        }
    }

    /** Ends without a word. */
    void close() {
        over.set(true);
        @Nullable Channels opened = channels;
        if (opened != null) {
            opened.close();
        }
    }

    /** Ends and says why, once. */
    void end(Failure why) {
        if (over.compareAndSet(false, true)) {
            close();
            listener.ended(number, why);
        }
    }

    void subscribed() {
        if (!over.get()) {
            listener.subscribed(number);
        }
    }

    void arrived(OriginEvent event) {
        if (!over.get()) {
            listener.arrived(number, event);
        }
    }

    void checkpoint(OriginPosition position) {
        if (!over.get()) {
            listener.checkpoint(number, position);
        }
    }

    void caughtUp() {
        if (!over.get()) {
            listener.caughtUp(number);
        }
    }

    private Node node() {
        @Nullable Node connected = node;
        if (connected == null) {
            throw new IllegalStateException("Session " + number + " is not connected");
        }
        return connected;
    }
}
