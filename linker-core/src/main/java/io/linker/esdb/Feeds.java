package io.linker.esdb;

import com.eventstore.dbclient.proto.streams.StreamsOuterClass.ReadReq;
import io.grpc.Metadata;
import io.grpc.Status;
import io.linker.error.Failure;
import io.linker.error.Failure.Kind;
import io.linker.event.OriginPosition;
import io.linker.event.Position;
import io.linker.origin.OriginSource;

/** Makes the subscription that fits what a link reads, and says what it means when one ends. */
final class Feeds {
    private Feeds() {}

    static Feed of(OriginSession.Setup setup, Node node, OriginPosition from, OriginSession session) {
        var executor = setup.prepare();
        if (setup.source() instanceof OriginSource.All all) {
            Position after = all(from).position();
            ReadReq request = ReadRequests.subscribeToAll(after, all.filter());
            return new SingleFeed(
                    session,
                    handler -> new FeedCall(node.calls(), executor, request, handler),
                    event -> new OriginPosition.All(
                            Messages.event(Messages.original(event)).position()),
                    (status, trailers) -> endOfAll(status, trailers, node.who(), after));
        }
        OriginPosition.Streams after = streams(from);
        if (setup.source() instanceof OriginSource.Category category) {
            String links = category.linkStream();
            ReadReq request =
                    ReadRequests.subscribeToStream(links, after.revisions().getOrDefault(links, -1L), true);
            return new SingleFeed(
                    session,
                    handler -> new FeedCall(node.calls(), executor, request, handler),
                    event -> after.with(links, Messages.original(event).getStreamRevision()),
                    (status, trailers) -> endOfStream(status, trailers, node.who(), links));
        }
        return new MergedFeed(session, node, executor, ((OriginSource.Streams) setup.source()).streams(), after);
    }

    private static OriginPosition.All all(OriginPosition from) {
        if (from instanceof OriginPosition.All position) {
            return position;
        }
        throw new IllegalArgumentException("A link that reads $all has no use for the position " + from);
    }

    private static OriginPosition.Streams streams(OriginPosition from) {
        if (from instanceof OriginPosition.Streams position) {
            return position;
        }
        throw new IllegalArgumentException("A link that reads streams has no use for the position " + from);
    }

    private static Failure endOfAll(Status status, Metadata trailers, String who, Position after) {
        boolean positioned = !after.equals(Position.START);
        return positioned && status.getCode() == Status.Code.INVALID_ARGUMENT
                ? noSuchPosition(after, who, status)
                : aboutAll(Failures.of(status, trailers, who), who);
    }

    static Failure endOfStream(Status status, Metadata trailers, String who, String stream) {
        Failure failure = Failures.of(status, trailers, who);
        return switch (failure.kind()) {
            case ACCESS_DENIED ->
                new Failure(
                        Kind.ACCESS_DENIED,
                        who + " denied reading of the stream '" + stream
                                + "'; give the link's user the right, or the link" + " another user",
                        failure.cause());
            case STREAM_DELETED ->
                new Failure(
                        Kind.STREAM_DELETED,
                        "The stream '" + stream + "' of " + who + " is deleted for ever",
                        failure.cause());
            default -> failure;
        };
    }

    /** A failure of a call about {@code $all}: a denial says what can be read instead. */
    static Failure aboutAll(Failure failure, String who) {
        return failure.kind() != Kind.ACCESS_DENIED
                ? failure
                : new Failure(
                        Kind.ACCESS_DENIED,
                        who
                                + " denied access to $all, which only an administrator may read; give the link such a user, or let it"
                                + " read streams or a category, which need no more than the right to read those",
                        failure.cause());
    }

    /** The server has no event where the position says. */
    static Failure noSuchPosition(Position position, String who, Status status) {
        return new Failure(
                Kind.INVALID_POSITION,
                who + " has no event at " + position
                        + ": the position belongs to another database, or to this one before it was" + " replaced",
                status.getCause());
    }
}
