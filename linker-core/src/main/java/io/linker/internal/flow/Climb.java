package io.linker.internal.flow;

/**
 * Searches the smallest number of unanswered requests that reaches the highest rate: doubles at first, then tries a little more
 * and a little less in turn. What pays is followed in longer and longer steps; what does not is tried less and less often.
 */
final class Climb {
    /** What a larger number has to bring, and what a smaller one may cost. */
    private static final double GAIN = 1.03;

    private static final double LOSS = 0.98;

    /** What doubling has to bring at the start. */
    private static final double START_GAIN = 1.15;

    /** A rate that differs so much from what was usual is news: the server, the network or the load has changed. */
    private static final double NEWS = 0.3;

    private static final double STEP = 1.25;
    private static final double WIDEST_STEP = 2;
    private static final int MOST_PATIENCE = 16;

    private enum Phase {
        START,
        HOLD,
        TRY
    }

    private final double most;
    private Phase phase = Phase.START;
    private double size;
    private double before;
    private double usual;
    private boolean up = true;
    private double step = STEP;
    private int patience = 1;
    private int held;
    private boolean startled;

    Climb(double first, double most) {
        this.most = most;
        this.size = Math.min(first, most);
        this.before = size;
    }

    int size() {
        return (int) Math.round(size);
    }

    /** The server is in trouble: half at once, then find out anew. */
    void halve() {
        size = Math.max(1, size / 2);
        before = size;
        usual = 0;
        phase = Phase.START;
    }

    /** More, without proof. */
    void grow(double factor) {
        size = Math.min(most, Math.max(size + 1, size * factor));
        usual = 0;
        hold(1);
    }

    /** It is not the limit any more: enough, and perhaps more than are in use. */
    void enough(double used) {
        size = Math.min(size, used);
        usual = 0;
        hold(1);
    }

    /** Takes in what the present number brought, where it was the limit all the time. */
    void saw(double rate) {
        switch (phase) {
            case START -> start(rate);
            case HOLD -> hold(rate);
            case TRY -> tried(rate);
        }
    }

    private void start(double rate) {
        if (rate >= START_GAIN * usual && size < most) {
            usual = rate;
            before = size;
            size = Math.min(most, size * 2);
        } else {
            size = rate >= START_GAIN * usual ? size : before;
            hold(1);
        }
    }

    private void hold(int epochs) {
        phase = Phase.HOLD;
        patience = epochs;
        held = 0;
    }

    private void hold(double rate) {
        if (Math.abs(rate - usual) > NEWS * usual) {
            if (startled || usual == 0) {
                startled = false;
                usual = 0;
                phase = Phase.START;
                start(rate);
            } else {
                startled = true; // twice in a row, or it was chance
            }
            return;
        }
        startled = false;
        usual = (usual + rate) / 2; // the first epoch after an attempt still has its traces
        if (++held >= patience) {
            attempt();
        }
    }

    private void attempt() {
        before = size;
        size = Math.max(1, Math.min(most, up ? Math.max(size + 1, size * step) : Math.min(size - 1, size / step)));
        phase = Phase.TRY;
        if (size() == (int) Math.round(before)) {
            failed();
        }
    }

    private void tried(double rate) {
        if (rate >= (up ? GAIN : LOSS) * usual) {
            usual = Math.max(rate, usual);
            step = Math.min(WIDEST_STEP, step * STEP);
            attempt();
        } else {
            failed();
        }
    }

    private void failed() {
        size = before;
        step = STEP;
        up = !up;
        hold(Math.min(MOST_PATIENCE, patience * 2));
    }
}
