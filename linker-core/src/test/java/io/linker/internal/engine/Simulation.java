package io.linker.internal.engine;

import io.linker.checkpoint.Checkpoint;
import io.linker.checkpoint.CheckpointCodec;
import io.linker.checkpoint.Share;
import io.linker.error.CheckpointException;
import io.linker.error.LinkStoppedException;
import io.linker.error.StopReason;
import io.linker.event.OriginPosition;
import io.linker.testkit.internal.log.LogRecord;
import io.linker.write.WriteRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One run of one link, all of it drawn from a seed: streams, filters, limits, latencies, crashes, time-outs, foreign writers.
 * At the end everything is quiet and the destination is compared with the origin.
 */
final class Simulation implements Troubles.Operators {
    private static final String CHECKPOINTS = "linker-checkpoint-";
    private static final long TROUBLE_MILLIS = 20_000;
    private static final long MOST_MILLIS = 3_600_000;
    private static final long RESTART_MILLIS = 1_000;
    /** An idle copy looks each 30 s whether it still owns the link, and may have lost its connection. */
    private static final long LOOK_MILLIS = 120_000;

    private final World world;
    private final SimDatabase from;
    private final SimDatabase to;
    private final Space space;
    private final Fates fates = new Fates();
    private final Promise promise;
    private final List<SimLink> links = new ArrayList<>();
    private @Nullable Places places;

    Simulation(long seed, Space.Size size, boolean telling) {
        world = new World(seed, telling);
        from = new SimDatabase(world);
        to = new SimDatabase(world);
        space = Space.draw(world, size);
        promise = new Promise(space, from, to, fates);
        to.onSuccess(this::witness);
        if (space.store() != null) {
            space.store().onStore(stored -> passed(stored.position()));
        }
        if (space.content().mostTaken() > 0) {
            to.weather.maxAppendBytes = space.content().mostTaken();
        }
    }

    /** Also asks the link to tell when places of the origin are applied; another run than without, since asking takes time. */
    Simulation askingForPlaces() {
        places = new Places(world, from, promise, this::link);
        return this;
    }

    /** Runs to the end; throws what is wrong with the destination. */
    void run() {
        try {
            play();
            promise.check();
            Records.check(to, space.content());
            checkOwners();
        } catch (AssertionError | RuntimeException wrong) {
            throw explained(wrong);
        }
    }

    private void play() {
        var writers = new Writers(world, space, from, to, fates);
        writers.begin();
        restart();
        writers.plan(TROUBLE_MILLIS);
        new Troubles(world, space, from, to, this).plan(TROUBLE_MILLIS);
        if (places != null) {
            places.plan(TROUBLE_MILLIS);
        }
        world.advanceTo(TROUBLE_MILLIS);
        world.tell(() -> "calm");
        from.weather.clear();
        to.weather.clear();
        catchUp();
        awaitOneLeft();
        if (places != null) {
            places.check();
        }
    }

    private void catchUp() {
        long deadline = world.now() + MOST_MILLIS;
        SimLink asked = null;
        while (asked == null || !asked.isCaughtUp()) {
            if (asked == null || asked.isOver()) {
                asked = living();
                asked.pause(false);
                asked.tellWhenCaughtUp();
            }
            if (world.now() > deadline) {
                throw new AssertionError("nothing moves any more");
            }
            world.advanceTo(world.now() + 1_000);
        }
    }

    /** Of copies that are alive together one is left; a verdict other than that it is fenced has failed the run before. */
    private void awaitOneLeft() {
        long deadline = world.now() + LOOK_MILLIS;
        while (links.stream().filter(link -> !link.isOver()).count() != 1) {
            if (world.now() > deadline) {
                throw new AssertionError("not exactly one copy of the link is left");
            }
            world.advanceTo(world.now() + 1_000);
        }
    }

    /** Once a copy has taken the link over, no older one stores. */
    private void checkOwners() {
        long epoch = 0;
        for (int ordinal = 0; ordinal < to.log.size(); ordinal++) {
            LogRecord record = to.log.record(ordinal);
            if (record != null && record.stream().startsWith(CHECKPOINTS)) {
                long next = decoded(record.data().toByteArray()).epoch();
                if (next < epoch) {
                    throw new AssertionError(
                            "a copy of epoch " + next + " stored when it was fenced by epoch " + epoch);
                }
                epoch = next;
            }
        }
    }

    /** The newest run that is not over: of copies started at once any may win; one that was stopped starts again soon. */
    private SimLink living() {
        for (int seconds = 0; seconds < 20; seconds++) {
            world.advanceTo(world.now() + RESTART_MILLIS);
            for (int i = links.size() - 1; i >= 0; i--) {
                if (!links.get(i).isOver()) {
                    return links.get(i);
                }
            }
        }
        throw new AssertionError("all copies of the link are over: " + link().verdict());
    }

    @Override
    public SimLink link() {
        return links.get(links.size() - 1);
    }

    @Override
    public void restart() {
        SimLink link = SimLinks.link(world, from, to, space.kind(), "link" + links.size());
        var bounds = new Bounds(space);
        link.afterInput(each -> bounds.check(each.core().parts));
        link.whenOver(this::over);
        links.add(link);
        link.start();
    }

    /** A link that was told to stop, met an event that is refused, or lost its checkpoint, starts again once that is mended. */
    private void over(SimLink link) {
        LinkStoppedException verdict = link.verdict();
        world.tell(() -> "over: " + verdict);
        boolean refused = isFor(verdict, StopReason.UNDELIVERABLE)
                && space.content().mostTaken() > 0
                && !space.kind().policy().parks();
        boolean lost = isFor(verdict, StopReason.CHECKPOINT) && space.store() != null;
        if (refused) {
            to.weather.maxAppendBytes = Long.MAX_VALUE;
        } else if (verdict != null && !lost && !isFor(verdict, StopReason.FENCED)) {
            throw new AssertionError("the link is over: " + verdict, verdict);
        }
        if (verdict == null || refused || lost) {
            world.in(RESTART_MILLIS / 2, this::restart);
        }
    }

    private static boolean isFor(@Nullable LinkStoppedException verdict, StopReason reason) {
        return verdict != null && verdict.reason() == reason;
    }

    private void witness(WriteRequest written) {
        if (written instanceof WriteRequest.Append append && append.stream().startsWith(CHECKPOINTS)) {
            passed(decoded(append.events().get(0).data()).position());
        }
    }

    private static Checkpoint decoded(byte[] data) {
        try {
            return CheckpointCodec.decode(data);
        } catch (CheckpointException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    private void passed(OriginPosition position) {
        promise.checkpoint(
                Share.WHOLE, ((OriginPosition.All) position).position().commit());
    }

    private AssertionError explained(Throwable wrong) {
        Matcher named = Pattern.compile("s-[0-9]+(-copy)?").matcher(String.valueOf(wrong.getMessage()));
        String stream = named.find() ? named.group() : "s-none";
        String state = links.isEmpty() ? "none" : link().core().status().toString();
        return new AssertionError(
                wrong.getMessage() + "\nstate: " + state + "\n" + space + "\n" + world.storyOf(stream, 600), wrong);
    }
}
