package io.linker.testkit.internal.groups;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Failed calls about groups with the status, text and trailers of the server. */
final class GroupFailures {
    private GroupFailures() {}

    static StatusRuntimeException missing(String source, String group) {
        return failure(Status.NOT_FOUND, "does not exist.", "persistent-subscription-does-not-exist", source, group);
    }

    static StatusRuntimeException exists(String source, String group) {
        return failure(Status.ALREADY_EXISTS, "exists.", "persistent-subscription-exists", source, group);
    }

    static StatusRuntimeException dropped(String source, String group) {
        return failure(Status.CANCELLED, "was dropped.", "persistent-subscription-dropped", source, group);
    }

    private static StatusRuntimeException failure(
            Status status, String what, String exception, String source, String group) {
        String text = "Subscription group " + group + " on stream " + source + " " + what;
        return failure(status.withDescription(text), trailers(exception, source, group));
    }

    static StatusRuntimeException failed(String source, String group, String reason) {
        String text = "Subscription group " + group + " on stream " + source + " failed: '" + reason + "'";
        Map<String, String> trailers = trailers("persistent-subscription-failed", source, group);
        trailers.put("reason", reason);
        return failure(Status.INTERNAL.withDescription(text), trailers);
    }

    static StatusRuntimeException full(String source, String group) {
        String text = "Maximum subscriptions reached for subscription group " + group + " on stream " + source + ".";
        return failure(
                Status.FAILED_PRECONDITION.withDescription(text),
                trailers("maximum-subscribers-reached", source, group));
    }

    private static Map<String, String> trailers(String exception, String source, String group) {
        Map<String, String> trailers = new LinkedHashMap<>();
        trailers.put("exception", exception);
        trailers.put("stream-name", source);
        trailers.put("group-name", group);
        return trailers;
    }

    /** The server cannot write a trailer that is not plain ASCII; the call then breaks with an HTTP 500. */
    private static StatusRuntimeException failure(Status status, Map<String, String> values) {
        boolean writable = values.values().stream().flatMapToInt(String::chars).allMatch(c -> c >= ' ' && c <= '~');
        if (!writable) {
            return Status.UNKNOWN
                    .withDescription("HTTP status code 500\ninvalid content-type: null")
                    .asRuntimeException();
        }
        Metadata trailers = new Metadata();
        values.forEach((key, value) -> trailers.put(Metadata.Key.of(key, Metadata.ASCII_STRING_MARSHALLER), value));
        return status.asRuntimeException(trailers);
    }
}
