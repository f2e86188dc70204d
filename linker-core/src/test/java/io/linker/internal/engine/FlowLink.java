package io.linker.internal.engine;

import io.linker.checkpoint.Checkpoint;
import io.linker.checkpoint.CheckpointStore.Stored;
import io.linker.checkpoint.CheckpointStore.Versioned;
import io.linker.checkpoint.Share;
import io.linker.conflict.ConflictPolicy;
import io.linker.error.CheckpointException;
import io.linker.error.Failure;
import io.linker.error.LinkStoppedException;
import io.linker.event.OriginEvent;
import io.linker.event.OriginPosition;
import io.linker.event.Outcome;
import io.linker.event.ServerInfo;
import io.linker.internal.flow.Agenda;
import io.linker.internal.flow.SendWindow;
import io.linker.origin.StartFrom;
import io.linker.origin.StopAt;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The engine as it is, between a {@link FlowOrigin} and a {@link FlowServer}, in virtual time. */
final class FlowLink extends DrivenCore {
    final FlowClock clock = new FlowClock();
    final FlowMeter meter = new FlowMeter();
    final FlowOrigin origin;
    final FlowServer server;
    final FlowProcessor processor;
    private final LinkCore core;
    private long originSession;

    FlowLink(FlowPoint point, SendWindow window) {
        this.processor = new FlowProcessor(clock);
        var origins = new FlowProcessor(clock);
        if (point.oneMachine()) {
            processor.share(origins);
        }
        this.origin = new FlowOrigin(clock, origins, point.streams(), point.bytes(), this::arrived);
        this.server = new FlowServer(clock, processor, 16, meter);
        server.roundTrip(point.roundTrip());
        var signals = new Parts.Signals() {
            @Override
            public void connectOrigin(long session) {
                origin.connect(session, FlowLink.this);
            }

            @Override
            public void connectDestination(long session) {
                server.connect(session, FlowLink.this);
            }
        };
        this.core = new LinkCore(new Parts.Wiring(
                spec(point),
                origin,
                server,
                signals,
                name -> new NoCheckpoints(),
                new ProvenanceMarks("a"),
                window,
                new Agenda(),
                Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
                new SplittableRandom(1),
                this));
    }

    private static LinkSpec spec(FlowPoint point) {
        LinkSpec.Limits defaults = LinkSpec.Limits.DEFAULTS;
        var limits = new LinkSpec.Limits(
                defaults.maxBufferedEvents(),
                defaults.maxBufferedBytes(),
                defaults.maxSpan(),
                10_000,
                defaults.maxBatchBytes(),
                defaults.maxUnansweredPerLane(),
                defaults.maxLanes(),
                defaults.checkpointEvents(),
                defaults.checkpointMillis(),
                defaults.stallMillis(),
                defaults.connectMillis(),
                defaults.maxFacts(),
                defaults.maxConflictsPerSecond());
        return new LinkSpec(
                "a-to-b",
                "a",
                "b",
                new UUID(0, 0),
                rules(point.exclusive()),
                "",
                Share.WHOLE,
                OriginPosition.All.START,
                StartFrom.beginning(),
                StopAt.never(),
                false,
                new LinkSpec.Line(FlowLink::unprepared, event -> true, event -> true),
                limits);
    }

    private static LinkSpec.Rules rules(boolean exclusive) {
        return new LinkSpec.Rules(
                exclusive,
                true,
                LinkSpec.Loop.ONE_WAY,
                ConflictPolicy.halt(),
                false,
                false,
                LinkSpec.Deleted.RECREATE,
                false,
                false,
                false);
    }

    private static Outcome unprepared(OriginEvent event) {
        throw new IllegalStateException("no lane is stuck here, so nothing is read twice: " + event);
    }

    /** Looks at the next seconds. */
    FlowPoint.Result measure(long seconds) {
        meter.reset();
        clock.runUntil(clock.micros() + seconds * 1_000_000);
        return new FlowPoint.Result(
                (double) meter.delivered() / seconds,
                meter.latency(50),
                meter.latency(99),
                meter.mostHeld(),
                core.status().flow());
    }

    @Override
    LinkCore core() {
        return core;
    }

    @Override
    long now() {
        return clock.millis();
    }

    @Override
    void in(long millis, Runnable action) {
        clock.at((now() + millis) * 1_000, action);
    }

    private void arrived(List<Outcome> some) {
        feed(() -> {
            for (Outcome outcome : some) {
                meter.arrived(((Outcome.Deliver) outcome).origin().event());
                core.arrived(originSession, outcome);
            }
        });
    }

    @Override
    public void connected(long session, ServerInfo info) {
        if (info.endpoint().equals("origin")) {
            originSession = session;
        }
        super.connected(session, info);
    }

    @Override
    public void arrived(long session, OriginEvent event) {
        throw new IllegalStateException("events come prepared");
    }

    @Override
    public void ended(long session, Failure why) {
        throw new IllegalStateException(why.message());
    }

    @Override
    public void running() {}

    @Override
    public void over(@Nullable LinkStoppedException why) {
        throw new IllegalStateException("the link stopped", why);
    }

    /** Keeps the newest, at no cost. */
    private static final class NoCheckpoints implements Checkpoints {
        private Versioned newest = Versioned.ABSENT;

        @Override
        public void load(Consumer<Versioned> then, Consumer<CheckpointException> unreadable) {
            then.accept(newest);
        }

        @Override
        public void store(long version, Checkpoint checkpoint, Consumer<Stored> then) {
            newest = new Versioned(version + 1, checkpoint);
            then.accept(new Stored.Done(version + 1));
        }
    }
}
