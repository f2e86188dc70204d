package io.linker.internal.engine;

import io.linker.error.Failure;
import io.linker.error.LinkStoppedException;
import io.linker.event.OriginEvent;
import io.linker.event.OriginPosition;
import io.linker.event.Outcome;
import io.linker.event.ServerInfo;
import io.linker.internal.flow.Agenda;
import io.linker.internal.flow.SendWindow;
import io.linker.origin.OriginListener;
import io.linker.origin.OriginRead;
import io.linker.write.DestinationListener;
import io.linker.write.ReadAnswer;
import io.linker.write.WriteAnswer;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One run of a link in the simulation, from its start to its stop or its death. */
final class SimLink implements OriginListener, DestinationListener, Life.Listener {
    private final World world;
    private final Function<OriginEvent, Outcome> prepare;
    private final LinkCore core;
    final SimOrigin origin;
    final SimDestination destination;
    private boolean dead;
    private boolean over;
    private boolean running;
    private boolean caughtUp;
    private @Nullable LinkStoppedException verdict;
    private Consumer<SimLink> afterInput = link -> {};
    private Consumer<SimLink> whenOver = link -> {};
    private long wakeAt = Long.MAX_VALUE;

    SimLink(
            World world,
            SimDatabase from,
            SimDatabase to,
            LinkSpec spec,
            Function<OriginEvent, Outcome> prepare,
            SimLinks.Kind kind,
            String name) {
        this.world = world;
        this.prepare = prepare;
        this.origin = new SimOrigin(world, from, kind.serverFilter(), kind.maxLatency(), this);
        this.destination = new SimDestination(world, to, kind.maxLatency(), this, name);
        var agenda = new Agenda();
        agenda.advanceTo(world.now());
        var signals = new Parts.Signals() {
            @Override
            public void connectOrigin(long session) {
                origin.connect(session);
            }

            @Override
            public void connectDestination(long session) {
                destination.connect(session);
            }
        };
        this.core = new LinkCore(new Parts.Wiring(
                spec,
                origin,
                destination,
                signals,
                kind.checkpoints() == null ? null : kind.checkpoints().of(this::feed),
                new ProvenanceMarks(spec.origin()),
                SendWindow.fixed(new SendWindow.Size(kind.window(), Integer.MAX_VALUE, 1), 64 << 20),
                agenda,
                Clock.fixed(world.instant(), ZoneOffset.UTC),
                world.random.split(),
                this));
    }

    void start() {
        feed(core::start);
    }

    /** Calls {@code look} after each input. */
    void afterInput(Consumer<SimLink> look) {
        afterInput = look;
    }

    /** Calls {@code then} when the link has stopped by itself or as it was told to. */
    void whenOver(Consumer<SimLink> then) {
        whenOver = then;
    }

    void pause(boolean paused) {
        feed(() -> core.pause(paused));
    }

    void stop() {
        feed(core::stop);
    }

    void tellWhenCaughtUp() {
        caughtUp = false;
        feed(() -> core.whenCaughtUp(() -> caughtUp, () -> caughtUp = true));
    }

    boolean isCaughtUp() {
        return caughtUp;
    }

    /** The process dies: nothing it knew remains, what it sent may still arrive. */
    void kill() {
        dead = true;
        origin.disconnect();
        destination.disconnect();
    }

    boolean isOver() {
        return over || dead;
    }

    @Nullable
    LinkStoppedException verdict() {
        return verdict;
    }

    LinkCore core() {
        return core;
    }

    private void feed(Runnable input) {
        if (dead || over) {
            return;
        }
        input.run();
        core.tick(world.now());
        afterInput.accept(this);
        wake();
    }

    private void wake() {
        long due = core.nextDue();
        if (due < wakeAt && due != Long.MAX_VALUE) {
            wakeAt = due;
            world.in(due - world.now(), () -> {
                if (wakeAt == due) {
                    wakeAt = Long.MAX_VALUE;
                    feed(() -> {});
                }
            });
        }
    }

    @Override
    public void running() {
        running = true;
    }

    boolean isRunning() {
        return running;
    }

    @Override
    public void over(@Nullable LinkStoppedException why) {
        over = true;
        verdict = why;
        whenOver.accept(this);
    }

    @Override
    public void connected(long session, ServerInfo server) {
        if (server.endpoint().equals("origin")) {
            feed(() -> core.originConnected(session, server));
        } else {
            feed(() -> core.destinationConnected(session, server));
        }
    }

    @Override
    public void subscribed(long session) {
        feed(() -> core.subscribed(session));
    }

    @Override
    public void arrived(long session, OriginEvent event) {
        Outcome outcome = prepare.apply(event);
        feed(() -> core.arrived(session, outcome));
    }

    @Override
    public void checkpoint(long session, OriginPosition position) {
        feed(() -> core.passed(session, position));
    }

    @Override
    public void caughtUp(long session) {
        feed(() -> core.caughtUp(session));
    }

    @Override
    public void ended(long session, Failure why) {
        // Sessions of the two ends never share a number, and the core knows its own.
        feed(() -> {
            core.originEnded(session, why);
            core.destinationEnded(session, why);
        });
    }

    @Override
    public void answered(long session, long request, OriginRead.Answer answer) {
        feed(() -> core.originAnswered(session, request, answer));
    }

    @Override
    public void writable(long session) {
        feed(() -> {});
    }

    @Override
    public void written(long session, long id, WriteAnswer answer) {
        feed(() -> core.written(session, id, answer));
    }

    @Override
    public void read(long session, long id, ReadAnswer answer) {
        feed(() -> core.destinationAnswered(session, id, answer));
    }
}
