package io.linker.testkit.internal.faults;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.linker.testkit.internal.streams.AppendAnswer;

/** The words in which a server refuses, as they were seen on the wire. */
public final class Refusals {
    public static final String NOT_READY = "Server Is Not Ready";
    static final String COMMIT_TIMEOUT = "Commit phase timeout.";
    public static final AppendAnswer TIMED_OUT = new AppendAnswer.TimedOut(COMMIT_TIMEOUT);

    private Refusals() {}

    public static StatusRuntimeException notReady() {
        return Status.UNAVAILABLE.withDescription(NOT_READY).asRuntimeException();
    }

    /** What a follower says: the address is the leader's as far as it knows. */
    public static StatusRuntimeException notLeader(String host, int port) {
        Metadata trailers = new Metadata();
        put(trailers, "exception", "not-leader");
        put(trailers, "leader-endpoint-host", host);
        put(trailers, "leader-endpoint-port", Integer.toString(port));
        return Status.NOT_FOUND.withDescription("Leader info available").asRuntimeException(trailers);
    }

    static Status handlerException() {
        return Status.UNKNOWN.withDescription("Exception was thrown by handler.");
    }

    private static void put(Metadata trailers, String key, String value) {
        trailers.put(Metadata.Key.of(key, Metadata.ASCII_STRING_MARSHALLER), value);
    }
}
