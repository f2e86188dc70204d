package io.linker.testkit.internal.proxy;

import java.util.function.UnaryOperator;

/**
 * The state of the network between client and target.
 *
 * @param toServer what happens to what clients send
 * @param toClient what happens to what the target sends
 * @param stalled whether nothing moves at all
 */
public record Conditions(Line toServer, Line toClient, boolean stalled) {
    /** A network that changes nothing. */
    public static final Conditions CLEAR = new Conditions(Line.CLEAR, Line.CLEAR, false);

    public Conditions toServer(UnaryOperator<Line> change) {
        return new Conditions(change.apply(toServer), toClient, stalled);
    }

    public Conditions toClient(UnaryOperator<Line> change) {
        return new Conditions(toServer, change.apply(toClient), stalled);
    }

    public Conditions stalled(boolean value) {
        return new Conditions(toServer, toClient, value);
    }
}
