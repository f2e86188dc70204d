package io.linker.testkit.internal.groups;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

/** Failed calls about groups with the status, text and trailers of the server. */
final class GroupFailures {
    private GroupFailures() {}

    static StatusRuntimeException missing(String source, String group) {
        String text = "Subscription group " + group + " on stream " + source + " does not exist.";
        return failure(Status.NOT_FOUND, text, trailers("persistent-subscription-does-not-exist", source, group));
    }

    static StatusRuntimeException exists(String source, String group) {
        String text = "Subscription group " + group + " on stream " + source + " exists.";
        return failure(Status.ALREADY_EXISTS, text, trailers("persistent-subscription-exists", source, group));
    }

    static StatusRuntimeException failed(String source, String group, String reason) {
        String text = "Subscription group " + group + " on stream " + source + " failed: '" + reason + "'";
        Metadata trailers = trailers("persistent-subscription-failed", source, group);
        put(trailers, "reason", reason);
        return failure(Status.INTERNAL, text, trailers);
    }

    static StatusRuntimeException full(String source, String group) {
        String text = "Maximum subscriptions reached for subscription group " + group + " on stream " + source + ".";
        return failure(Status.FAILED_PRECONDITION, text, trailers("maximum-subscribers-reached", source, group));
    }

    static StatusRuntimeException dropped(String source, String group) {
        String text = "Subscription group " + group + " on stream " + source + " was dropped.";
        return failure(Status.CANCELLED, text, trailers("persistent-subscription-dropped", source, group));
    }

    private static StatusRuntimeException failure(Status status, String text, Metadata trailers) {
        return status.withDescription(text).asRuntimeException(trailers);
    }

    private static Metadata trailers(String exception, String source, String group) {
        Metadata trailers = new Metadata();
        put(trailers, "exception", exception);
        put(trailers, "stream-name", source);
        put(trailers, "group-name", group);
        return trailers;
    }

    private static void put(Metadata trailers, String key, String value) {
        trailers.put(Metadata.Key.of(key, Metadata.ASCII_STRING_MARSHALLER), value);
    }
}
