package io.linker.testkit.internal.streams;

import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.linker.testkit.internal.log.AppendResult;

/** Failed calls with the status and trailers of the server. */
public final class Failures {
    private Failures() {}

    /** A right is missing. */
    public static StatusRuntimeException accessDenied() {
        return failure(Status.PERMISSION_DENIED, "Access Denied", trailers("access-denied"));
    }

    /** The stream is tombstoned, or was expected to exist and is soft-deleted. */
    public static StatusRuntimeException streamDeleted(String stream) {
        return named(
                stream,
                Status.FAILED_PRECONDITION.withDescription("Event stream '" + stream + "' is deleted."),
                trailers("stream-deleted"));
    }

    static StatusRuntimeException wrongExpectedVersion(AppendResult.WrongExpectedRevision wrong) {
        Metadata trailers = trailers("wrong-expected-version");
        put(trailers, "expected-version", Long.toString(wrong.expected().number()));
        put(trailers, "actual-version", Long.toString(wrong.current()));
        String text = "Delete failed due to WrongExpectedVersion. Stream: %s, Expected version: %d, Actual version: %d"
                .formatted(wrong.stream(), wrong.expected().number(), wrong.current());
        return named(wrong.stream(), Status.FAILED_PRECONDITION.withDescription(text), trailers);
    }

    static StatusRuntimeException appendTooLarge(int limit) {
        Metadata trailers = trailers("maximum-append-size-exceeded");
        put(trailers, "maximum-append-size", Integer.toString(limit));
        return failure(Status.INVALID_ARGUMENT, "Maximum Append Size of " + limit + " Exceeded.", trailers);
    }

    static StatusRuntimeException eventTooLarge(int limit, String id, long size) {
        Metadata trailers = trailers("maximum-append-event-size-exceeded");
        put(trailers, "maximum-append-event-size", Integer.toString(limit));
        put(trailers, "event-id", id);
        put(trailers, "proposed-append-event-size", Long.toString(size));
        return failure(Status.INVALID_ARGUMENT, "Event with Id: " + id + " has a size of " + size + ".", trailers);
    }

    static StatusRuntimeException missingProperty(Proposal.MissingPropertyException missing) {
        Metadata trailers = trailers("missing-required-metadata-property");
        put(trailers, "required-metadata-properties", "type,content-type");
        return failure(Status.INVALID_ARGUMENT, String.valueOf(missing.getMessage()), trailers);
    }

    /** The end of a live subscription whose reader is too slow, on servers of the 23.10 line. */
    public static StatusRuntimeException tooSlow() {
        return Status.ABORTED
                .withDescription("Operation timed out: "
                        + "Consumer too slow to handle event while live. Client resubscription required.")
                .asRuntimeException();
    }

    /** What any slip of a request looks like that the server does not foresee. */
    public static StatusRuntimeException handlerException() {
        return Status.UNKNOWN
                .withDescription("Exception was thrown by handler.")
                .asRuntimeException();
    }

    /** A choice without a default was left open. */
    static StatusRuntimeException unset(String message, String choice) {
        return invalid("'None' is not a valid EventStore.Client.Streams.%s+Types+Options+%sOneofCase"
                .formatted(message, choice));
    }

    static StatusRuntimeException invalid(String text) {
        return Status.INVALID_ARGUMENT.withDescription(text).asRuntimeException();
    }

    /** The server cannot write a name into a trailer that is not plain ASCII; the call then breaks with an HTTP 500. */
    private static StatusRuntimeException named(String stream, Status status, Metadata trailers) {
        boolean writable = stream.chars().allMatch(c -> c >= ' ' && c <= '~');
        if (!writable) {
            return Status.UNKNOWN
                    .withDescription("HTTP status code 500\ninvalid content-type: null")
                    .asRuntimeException();
        }
        put(trailers, "stream-name", stream);
        return status.asRuntimeException(trailers);
    }

    private static StatusRuntimeException failure(Status status, String text, Metadata trailers) {
        return status.withDescription(text).asRuntimeException(trailers);
    }

    private static Metadata trailers(String exception) {
        Metadata trailers = new Metadata();
        put(trailers, "exception", exception);
        return trailers;
    }

    private static void put(Metadata trailers, String key, String value) {
        trailers.put(Metadata.Key.of(key, Metadata.ASCII_STRING_MARSHALLER), value);
    }
}
