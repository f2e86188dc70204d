package io.linker.internal.engine;

import io.linker.event.NewEvent;
import io.linker.event.RecordedEvent;
import java.util.Arrays;

/** What a simulated link holds and delivers, and how long each event took. */
final class FlowMeter {
    private final int[] millis = new int[20_000];
    private long held;
    private long mostHeld;
    private long delivered;

    void arrived(RecordedEvent event) {
        held += event.bytes();
        mostHeld = Math.max(mostHeld, held);
    }

    void confirmed(String stream, NewEvent event, long nowMicros) {
        held -= event.size() + stream.length();
        delivered++;
        long took = (nowMicros - event.id().getLeastSignificantBits()) / 1_000;
        millis[(int) Math.min(millis.length - 1, Math.max(0, took))]++;
    }

    /** Counts anew; what is held stays. */
    void reset() {
        delivered = 0;
        Arrays.fill(millis, 0);
    }

    long delivered() {
        return delivered;
    }

    long mostHeld() {
        return mostHeld;
    }

    /** The latency that so many of a hundred events do not exceed, from being written to being confirmed; milliseconds. */
    int latency(double percent) {
        long left = (long) Math.ceil(delivered * percent / 100);
        for (int i = 0; i < millis.length; i++) {
            left -= millis[i];
            if (left <= 0) {
                return i;
            }
        }
        return millis.length;
    }
}
