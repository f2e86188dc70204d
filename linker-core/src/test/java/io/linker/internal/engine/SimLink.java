package io.linker.internal.engine;

import io.linker.error.LinkStoppedException;
import io.linker.event.OriginEvent;
import io.linker.event.OriginPosition;
import io.linker.event.Outcome;
import io.linker.internal.flow.Agenda;
import io.linker.internal.flow.SendWindow;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One run of a link in the simulation, from its start to its stop or its death. */
final class SimLink extends DrivenCore {
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
        feed(() -> core.whenApplied(null, () -> caughtUp, () -> caughtUp = true));
    }

    /** Calls {@code then} once the link says that everything up to {@code place} is applied. */
    void tellWhenApplied(OriginPosition place, Runnable then) {
        feed(() -> core.whenApplied(place, () -> false, then));
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

    @Override
    LinkCore core() {
        return core;
    }

    @Override
    long now() {
        return world.now();
    }

    @Override
    void in(long millis, Runnable action) {
        world.in(millis, action);
    }

    /** A link that is over hears nothing any more. */
    @Override
    void feed(Runnable input) {
        if (!isOver()) {
            super.feed(input);
            afterInput.accept(this);
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
    public void arrived(long session, OriginEvent event) {
        Outcome outcome = prepare.apply(event);
        feed(() -> core.arrived(session, outcome));
    }
}
