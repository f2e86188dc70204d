package io.linker.internal.engine;

import io.linker.error.Failure;
import io.linker.event.ServerInfo;
import io.linker.internal.flow.Agenda;
import io.linker.internal.flow.Backoff;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one end connected: one attempt after the other, with backoff, for as long as time can heal what went wrong. The two
 * ends of a link have one each and do not wait for each other.
 */
final class Connector {
    /** How often in a row an end that once worked may refuse for good before the link believes it. A password that was just
     *  changed is refused for up to a second by nodes that still know the old one. */
    private static final int REFUSALS_BELIEVED = 3;

    /** And for how long at least: three attempts may well be over within that second. */
    private static final long REFUSED_MILLIS = 3_000;

    /** A cluster that elects a leader does so within seconds (2 to 25 were seen), and asking it costs little. */
    private static final long ELECTION_PAUSE_MILLIS = 1_000;

    private enum State {
        DOWN,
        CONNECTING,
        CONNECTED
    }

    private final Agenda agenda;
    private final Backoff backoff;
    private final Ids ids;
    private final LongConsumer connect;
    private final Consumer<Failure> hopeless;
    private final boolean keepTrying;
    private State state = State.DOWN;
    private long session;
    private int refusals;
    private long refusedSince;
    private boolean everConnected;
    private boolean stopped;
    private @Nullable Failure lastFailure;
    private long failingSince;
    private @Nullable ServerInfo server;

    /**
     * @param connect starts the attempt with the given number
     * @param hopeless hears of a failure that no waiting will heal
     * @param keepTrying whether there is no such failure
     */
    Connector(
            Ids ids,
            Agenda agenda,
            Backoff backoff,
            LongConsumer connect,
            Consumer<Failure> hopeless,
            boolean keepTrying) {
        this.ids = ids;
        this.agenda = agenda;
        this.backoff = backoff;
        this.connect = connect;
        this.hopeless = hopeless;
        this.keepTrying = keepTrying;
    }

    void start() {
        if (stopped) {
            return;
        }
        state = State.CONNECTING;
        session = ids.next();
        connect.accept(session);
    }

    void stop() {
        stopped = true;
        state = State.DOWN;
        session = ids.next();
    }

    /** Whether a signal of this session still counts. */
    boolean isCurrent(long of) {
        return of == session && !stopped;
    }

    void connected(ServerInfo info) {
        state = State.CONNECTED;
        server = info;
    }

    /** The end did its work: earlier failures are forgotten. */
    void progressed() {
        everConnected = true;
        refusals = 0;
        backoff.reset();
        lastFailure = null;
    }

    /** The session ended; starts the next one when it is time. */
    void lost(Failure why) {
        state = State.DOWN;
        failingSince = lastFailure == null ? agenda.now() : failingSince;
        lastFailure = why;
        session = ids.next();
        if (!why.kind().canHeal() && !keepTrying) {
            refusedSince = refusals == 0 ? agenda.now() : refusedSince;
            refusals++;
            boolean believed = refusals >= REFUSALS_BELIEVED && agenda.now() - refusedSince >= REFUSED_MILLIS;
            if (!everConnected || believed) {
                hopeless.accept(why);
                return;
            }
        }
        agenda.in(pause(why.kind()), this::start);
    }

    private long pause(Failure.Kind why) {
        return switch (why) {
            // Ordinary load and no failed connection: the subscription was too slow for the live feed.
            case TOO_SLOW -> 0;
            case NOT_READY, NOT_LEADER -> Math.min(backoff.next(), ELECTION_PAUSE_MILLIS);
            default -> backoff.next();
        };
    }

    boolean isConnected() {
        return state == State.CONNECTED;
    }

    /** Why it is not connected, or was not a moment ago; null while all is well. */
    @Nullable
    Failure lastFailure() {
        return lastFailure;
    }

    /** Since when it has had a {@link #lastFailure}. */
    long failingSince() {
        return failingSince;
    }

    @Nullable
    ServerInfo server() {
        return server;
    }
}
