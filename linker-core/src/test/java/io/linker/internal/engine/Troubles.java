package io.linker.internal.engine;

import io.linker.error.Failure;
import java.util.function.Supplier;

/** What goes wrong in a simulated run, until it is calm. */
final class Troubles {
    /** What the operators of the link do. */
    interface Operators {
        /** The run of the link that was started last. */
        SimLink link();

        /** Starts another run. */
        void restart();
    }

    private final World world;
    private final Space space;
    private final SimDatabase from;
    private final SimDatabase to;
    private final Operators operators;

    Troubles(World world, Space space, SimDatabase from, SimDatabase to, Operators operators) {
        this.world = world;
        this.space = space;
        this.from = from;
        this.to = to;
        this.operators = operators;
    }

    /** Plans trouble until {@code end}. */
    void plan(long end) {
        if (world.chance(0.6)) {
            to.weather.moods(world.random.nextDouble() * 0.2, world.random.nextDouble() * 0.1);
            from.weather.moods(world.random.nextDouble() * 0.1, 0);
        }
        if (space.kind().policy().parks()) {
            deny(end);
        }
        next(world.between(500, 20_000), end);
    }

    /** A right is missing for most of the time: the lane waits, and the others go on. */
    private void deny(long end) {
        to.weather.denied = "s-0";
        to.weather.deniedUntil = (long) (end * 0.75);
        world.tell(() -> "trouble: s-0 may not be written");
    }

    private void next(int every, long end) {
        world.in(1 + world.random.nextInt(2 * every), () -> {
            if (world.now() < end) {
                trouble();
                next(every, end);
            }
        });
    }

    private void trouble() {
        SimLink link = operators.link();
        String what = switch (world.random.nextInt(16)) {
            case 0, 1 -> cut(link, Failure.Kind.UNAVAILABLE);
            case 2 -> cutOrigin(link);
            case 3 -> stall(link);
            case 4, 5 -> kill(link, () -> "the link is killed");
            case 6 -> kill(link, this::setBack);
            case 7 -> copy();
            case 8 -> refuse(to, () -> cut(link, Failure.Kind.UNAVAILABLE));
            case 9 -> refuse(from, () -> cutOrigin(link));
            case 10 -> elect(link);
            case 11 -> notReady();
            case 12 -> pause(link);
            case 13 -> stop(link);
            case 14 -> choke(link);
            default -> failStore();
        };
        world.tell(() -> "trouble: " + what);
    }

    private String cut(SimLink link, Failure.Kind kind) {
        link.destination.cut(kind);
        return "the destination's connection is cut";
    }

    private String cutOrigin(SimLink link) {
        link.origin.cut(world.chance(0.5) ? Failure.Kind.UNAVAILABLE : Failure.Kind.TOO_SLOW);
        return "the origin's connection is cut";
    }

    private String stall(SimLink link) {
        link.origin.stall();
        return "the subscription stalls";
    }

    private String kill(SimLink link, Supplier<String> then) {
        link.kill();
        String more = then.get();
        operators.restart();
        return more;
    }

    private String setBack() {
        if (space.store() != null) {
            space.store().setBack();
        }
        return "the link is killed and its checkpoint set back";
    }

    private String copy() {
        operators.restart();
        return "a second copy is started";
    }

    private String refuse(SimDatabase database, Supplier<String> cut) {
        database.weather.refusesUntil = world.now() + world.between(100, 3_000);
        return cut.get() + " and no other taken";
    }

    /** The leader changes: some writes meet a node that leads no more, then the connection goes, then nobody leads. */
    private String elect(SimLink link) {
        int resigning = world.between(0, 300);
        int electing = resigning + world.between(100, 3_000);
        to.weather.notReadyUntil = world.now() + electing;
        to.weather.refusesUntil = world.now() + (world.chance(0.5) ? 0 : electing);
        world.in(resigning, () -> cut(link, Failure.Kind.NOT_LEADER));
        return "the destination's leader changes";
    }

    private String notReady() {
        to.weather.notReadyUntil = world.now() + world.between(10, 5_000);
        return "the destination is not ready";
    }

    private String pause(SimLink link) {
        link.pause(true);
        world.in(world.between(10, 5_000), () -> link.pause(false));
        return "the link is paused";
    }

    private String stop(SimLink link) {
        link.stop();
        return "the link is told to stop";
    }

    private String choke(SimLink link) {
        link.destination.choke(world.between(10, 2_000));
        return "the transport takes nothing";
    }

    private String failStore() {
        if (space.store() != null) {
            space.store().fail(world.between(100, 10_000));
        }
        return "the checkpoint's store fails";
    }
}
