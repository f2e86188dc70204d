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
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One run of several processes that share the work of one link, all of it drawn from a seed. How many share it changes on the
 * way, while the ones before are stopped, killed, or left running. What is promised of one link holds of all together.
 */
final class ShareSimulation implements Troubles.Operators {
    private static final String CHECKPOINTS = "linker-checkpoint-";
    private static final String LINK = "a-to-b";
    private static final int MOST_SHARES = 4;
    private static final long TROUBLE_MILLIS = 20_000;
    private static final long MOST_MILLIS = 3_600_000;
    private static final long RESTART_MILLIS = 500;
    /** One that waits for share 0 gives up after half of the 60 s that a start may take; an idle whole looks each 30 s. */
    private static final long LOOK_MILLIS = 120_000;

    private static final Set<StopReason> MENDED =
            EnumSet.of(StopReason.FENCED, StopReason.CHECKPOINT, StopReason.SETTINGS_CHANGED);

    private record Run(Share share, SimLink link) {}

    private final World world;
    private final SimDatabase from;
    private final SimDatabase to;
    private final Space space;
    private final Fates fates = new Fates();
    private final Promise promise;
    private final List<Run> runs = new ArrayList<>();
    private int count;
    private Share chosen = Share.WHOLE;

    ShareSimulation(long seed, Space.Size size, boolean telling) {
        world = new World(seed, telling);
        from = new SimDatabase(world);
        to = new SimDatabase(world);
        space = Space.draw(world, size);
        promise = new Promise(space, from, to, fates);
        to.onSuccess(this::witness);
        if (space.store() != null) {
            space.store().onStore(this::passed);
            // Of two idle copies whose checkpoint is gone, both would go on: the one that is killed is set back.
            space.store().touch(name -> name.equals(LINK) || name.equals(chosen.of(LINK)));
        }
        if (space.content().mostTaken() > 0) {
            to.weather.maxAppendBytes = space.content().mostTaken();
        }
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
        split(world.between(1, MOST_SHARES));
        writers.plan(TROUBLE_MILLIS);
        new Troubles(world, space, from, to, this).plan(TROUBLE_MILLIS);
        for (int changes = world.between(0, 3); changes > 0; changes--) {
            world.in(world.between(1, (int) TROUBLE_MILLIS), this::change);
        }
        world.advanceTo(TROUBLE_MILLIS);
        world.tell(() -> "calm");
        from.weather.clear();
        to.weather.clear();
        catchUp();
        awaitOneOfEachLeft();
    }

    private void split(int shares) {
        world.tell(() -> "split into " + shares);
        count = shares;
        // Somebody starts them in an order of his own.
        int first = world.random.nextInt(shares);
        for (int i = 0; i < shares; i++) {
            start(new Share((first + i) % shares, shares));
        }
    }

    private void change() {
        List<Run> before = runs.stream().filter(run -> !run.link.isOver()).toList();
        split(world.between(1, MOST_SHARES));
        for (Run run : before) {
            int fate = world.between(0, 2);
            if (fate == 0) {
                run.link.kill();
            } else if (fate == 1) {
                run.link.stop();
            }
        }
        if (world.chance(0.3)) { // a supervisor that knows nothing of it brings one back; of those, share 0 may decide
            before.stream().filter(run -> run.share.index() > 0).findFirst().ifPresent(run -> start(run.share));
        }
    }

    private void start(Share share) {
        world.tell(() -> "start " + share);
        SimLink link = SimLinks.link(world, from, to, space.kind().with(share), "link" + runs.size() + " " + share);
        link.whenOver(each -> over(share, each));
        runs.add(new Run(share, link));
        link.start();
    }

    private Optional<SimLink> living(Share share) {
        return runs.stream()
                .filter(run -> run.share.equals(share) && !run.link.isOver())
                .reduce((older, newer) -> newer)
                .map(run -> run.link);
    }

    private List<Share> shares() {
        List<Share> all = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            all.add(new Share(index, count));
        }
        return all;
    }

    /** Trouble comes to a share that lives, or to one that lived. */
    @Override
    public SimLink link() {
        chosen = new Share(world.random.nextInt(count), count);
        Run last = runs.get(runs.size() - 1);
        return living(chosen).orElse(last.link);
    }

    @Override
    public void restart() {
        start(chosen);
    }

    /** Each share is watched by somebody who starts it again, as long as the work is split that way. */
    private void over(Share share, SimLink link) {
        LinkStoppedException verdict = link.verdict();
        world.tell(() -> share + " is over: " + verdict);
        if (verdict != null
                && verdict.reason() == StopReason.UNDELIVERABLE
                && space.content().mostTaken() > 0) {
            to.weather.maxAppendBytes = Long.MAX_VALUE;
        } else if (verdict != null && !MENDED.contains(verdict.reason())) {
            throw new AssertionError("share " + share + " is over: " + verdict, verdict);
        }
        world.in(RESTART_MILLIS, () -> {
            if (share.count() == count && living(share).isEmpty()) {
                start(share);
            }
        });
    }

    private void catchUp() {
        long deadline = world.now() + MOST_MILLIS;
        Map<Share, SimLink> asked = new HashMap<>();
        while (shares().stream().anyMatch(share -> !isCaughtUp(asked.get(share)))) {
            for (Share share : shares()) {
                SimLink link = living(share).orElse(null);
                if (link != null && link != asked.put(share, link)) {
                    link.pause(false);
                    link.tellWhenCaughtUp();
                } else if (link == null) {
                    asked.remove(share);
                    supervise(share);
                }
            }
            if (world.now() > deadline) {
                throw new AssertionError("nothing moves any more");
            }
            world.advanceTo(world.now() + 1_000);
        }
    }

    /** One that was killed when its split was not in force has nobody to start it again. */
    private void supervise(Share share) {
        world.in(2 * RESTART_MILLIS, () -> {
            if (living(share).isEmpty()) {
                start(share);
            }
        });
    }

    private static boolean isCaughtUp(@Nullable SimLink link) {
        return link != null && link.isCaughtUp();
    }

    private void awaitOneOfEachLeft() {
        long deadline = world.now() + LOOK_MILLIS;
        while (!shares().equals(alive())) {
            if (world.now() > deadline) {
                throw new AssertionError("alive are " + alive() + " instead of one of " + shares());
            }
            world.advanceTo(world.now() + 1_000);
        }
    }

    private List<Share> alive() {
        return runs.stream()
                .filter(run -> !run.link.isOver())
                .map(Run::share)
                .sorted((one, other) -> Integer.compare(one.index(), other.index()))
                .toList();
    }

    /** Of each checkpoint: once a copy has taken it over, no older one stores. */
    private void checkOwners() {
        Map<String, Long> epochs = new HashMap<>();
        for (int ordinal = 0; ordinal < to.log.size(); ordinal++) {
            LogRecord record = to.log.record(ordinal);
            if (record != null && record.stream().startsWith(CHECKPOINTS)) {
                long epoch = decoded(record.data().toByteArray()).epoch();
                if (epochs.merge(record.stream(), epoch, Math::max) > epoch) {
                    throw new AssertionError("a copy of epoch " + epoch + " stored in " + record.stream()
                            + " when it was fenced by epoch " + epochs.get(record.stream()));
                }
            }
        }
    }

    private void witness(WriteRequest written) {
        if (written instanceof WriteRequest.Append append && append.stream().startsWith(CHECKPOINTS)) {
            passed(decoded(append.events().get(0).data()));
        }
    }

    private static Checkpoint decoded(byte[] data) {
        try {
            return CheckpointCodec.decode(data);
        } catch (CheckpointException unreadable) {
            throw new AssertionError(unreadable);
        }
    }

    /** What stands under the link's own name speaks of all lanes, however they are split from there on. */
    private void passed(Checkpoint stored) {
        Share share = stored.link().equals(LINK) ? Share.WHOLE : stored.share();
        promise.checkpoint(
                share, ((OriginPosition.All) stored.position()).position().commit());
    }

    private AssertionError explained(Throwable wrong) {
        Matcher named = Pattern.compile("s-[0-9]+(-copy)?").matcher(String.valueOf(wrong.getMessage()));
        String stream = named.find() ? named.group() : "s-none";
        var state = new StringBuilder();
        runs.stream()
                .filter(run -> !run.link.isOver())
                .forEach(run -> state.append("\n  ").append(run.link.core().status()));
        return new AssertionError(
                wrong.getMessage() + "\n" + count + " shares: " + state + "\n" + space + "\n"
                        + world.storyOf(stream, 600),
                wrong);
    }
}
