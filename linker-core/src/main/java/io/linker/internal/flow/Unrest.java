package io.linker.internal.flow;

/**
 * How long to look before two rates tell more than chance. Where a machine is shared, rates of 150 ms differ by half and more
 * for no reason of ours, and whoever acts upon that makes it worse.
 */
final class Unrest {
    private static final double LEAST_MILLIS = 150;
    private static final double MOST_MILLIS = 600;

    /** A difference that would be taken for what a change of the window brings. */
    private static final double WORTH_NOTING = 0.1;

    private double millis = LEAST_MILLIS;
    private double before;

    long millis() {
        return (long) millis;
    }

    /** Takes in a rate that nothing but chance should have changed since the last. */
    void saw(double rate) {
        double difference = before == 0 ? 0 : Math.abs(rate - before) / Math.max(rate, before);
        double factor = difference > WORTH_NOTING ? 1.4 : 0.9;
        millis = Math.max(LEAST_MILLIS, Math.min(MOST_MILLIS, millis * factor));
        before = rate;
    }

    /** Something was changed. */
    void forget() {
        before = 0;
    }
}
