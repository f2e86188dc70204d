package io.linker.internal.flow;

import java.util.HashMap;
import java.util.Map;
import java.util.function.IntPredicate;

/**
 * Which connection each lane goes over: the one with the fewest unanswered bytes of those that take more. A lane with anything
 * unanswered stays where it is, because only requests of one connection are executed in the order sent. Safe for threads.
 */
public final class Routes {
    /** Of no connection. */
    public static final int NONE = -1;

    private static final class Route {
        final int connection;
        int unanswered;

        Route(int connection) {
            this.connection = connection;
        }
    }

    private final Map<String, Route> busy = new HashMap<>();
    private final long[] unansweredBytes;

    /** @param most connections there may ever be */
    public Routes(int most) {
        unansweredBytes = new long[most];
    }

    /** Whether the lane may send now over one of the first {@code spread} connections, of which some are {@code ready}. */
    public synchronized boolean isOpen(String lane, int spread, IntPredicate ready) {
        Route route = busy.get(lane);
        return route != null ? ready.test(route.connection) : least(spread, ready) != NONE;
    }

    /** The connection that the lane's next request goes over, ready or not; its answer is to be told. */
    public synchronized int take(String lane, long bytes, int spread, IntPredicate ready) {
        Route route = busy.computeIfAbsent(lane, name -> {
            int least = least(spread, ready);
            return new Route(least != NONE ? least : least(spread, any -> true));
        });
        route.unanswered++;
        unansweredBytes[route.connection] += bytes;
        return route.connection;
    }

    /** A request of the lane was answered, or nobody waits for its answer any more. */
    public synchronized void answered(String lane, long bytes) {
        Route route = busy.get(lane);
        if (route != null) {
            unansweredBytes[route.connection] -= bytes;
            if (--route.unanswered == 0) {
                busy.remove(lane);
            }
        }
    }

    private int least(int spread, IntPredicate ready) {
        int least = NONE;
        for (int i = 0; i < spread; i++) {
            if (ready.test(i) && (least == NONE || unansweredBytes[i] < unansweredBytes[least])) {
                least = i;
            }
        }
        return least;
    }
}
