package io.linker.internal.engine;

/**
 * One way over a simulated network: takes its time, keeps the order, and can be cut, which loses what is under way or lets it
 * arrive late.
 */
final class SimNetwork {
    private static final class Fate {
        private boolean cut;
        private long notBefore;
    }

    private final World world;
    private final int maxMillis;
    private final Fate fate;
    private long lastArrival;

    SimNetwork(World world, int maxMillis) {
        this(world, maxMillis, new Fate());
    }

    private SimNetwork(World world, int maxMillis, Fate fate) {
        this.world = world;
        this.maxMillis = maxMillis;
        this.fate = fate;
    }

    /** Another way over the same connection, in no order with this one. */
    SimNetwork beside() {
        return new SimNetwork(world, maxMillis, fate);
    }

    void send(Runnable arrival) {
        lastArrival = Math.max(lastArrival, world.now() + world.between(0, maxMillis));
        world.in(lastArrival - world.now(), () -> arrive(arrival));
    }

    private void arrive(Runnable arrival) {
        if (fate.cut) {
            return;
        }
        if (fate.notBefore > world.now()) {
            world.in(fate.notBefore - world.now(), () -> arrive(arrival));
        } else {
            arrival.run();
        }
    }

    /** What is under way is lost. */
    void cut() {
        fate.cut = true;
    }

    /** What is under way arrives, but not before so many milliseconds. */
    void postpone(int millis) {
        fate.notBefore = world.now() + millis;
    }
}
