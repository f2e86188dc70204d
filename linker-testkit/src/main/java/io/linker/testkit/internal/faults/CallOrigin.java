package io.linker.testkit.internal.faults;

import io.grpc.Context;
import java.util.Objects;

/**
 * Where a call comes from.
 *
 * @param connection the client's connection
 * @param requiresLeader whether the client wants a follower to refuse
 */
public record CallOrigin(Connection connection, boolean requiresLeader) {
    static final Context.Key<CallOrigin> KEY = Context.key("call-origin");

    /** The origin of the call that is being served on this thread. */
    public static CallOrigin current() {
        return Objects.requireNonNull(KEY.get(), "no call is being served on this thread");
    }

    /** Breaks the connection with RST. */
    public void cut() {
        connection.cut();
    }

    /** Makes the next call on the connection fail. */
    public void spoilConnection() {
        connection.spoil();
    }
}
