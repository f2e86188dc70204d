package io.linker.internal.engine;

/** One way over a simulated network: takes its time, keeps the order, and can be cut, which loses what is under way. */
final class SimNetwork {
    private final World world;
    private final int minMillis;
    private final int maxMillis;
    private long lastArrival;
    private boolean cut;

    SimNetwork(World world, int minMillis, int maxMillis) {
        this.world = world;
        this.minMillis = minMillis;
        this.maxMillis = maxMillis;
    }

    void send(Runnable arrival) {
        lastArrival = Math.max(lastArrival, world.now() + world.between(minMillis, maxMillis));
        world.in(lastArrival - world.now(), () -> {
            if (!cut) {
                arrival.run();
            }
        });
    }

    void cut() {
        cut = true;
    }
}
