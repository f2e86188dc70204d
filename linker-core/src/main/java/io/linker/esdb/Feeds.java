package io.linker.esdb;

import com.eventstore.dbclient.proto.streams.StreamsOuterClass.ReadReq;
import io.grpc.Metadata;
import io.grpc.Status;
import io.linker.error.Failure;
import io.linker.error.Failure.Kind;
import io.linker.event.OriginPosition;
import io.linker.event.Position;
import io.linker.origin.OriginSource;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** Makes the subscription that fits what a link reads, and says what it means when one ends. */
final class Feeds {
    private Feeds() {}

    static Feed of(OriginSession.Setup setup, Node node, OriginPosition from, OriginSession session) {
        var executor = setup.prepare();
        Duration deadline = setup.connection().timing().deadline();
        if (setup.source() instanceof OriginSource.All all) {
            Position after = all(from).position();
            ReadReq request = ReadRequests.subscribeToAll(after, all.filter());
            return new SingleFeed(
                    session,
                    handler -> new FeedCall(node.calls(), executor, request, handler),
                    event -> new OriginPosition.All(event.original().position()),
                    (status, trailers) -> endOfAll(session, node, after, deadline, status, trailers));
        }
        OriginPosition.Streams after = streams(from);
        if (setup.source() instanceof OriginSource.Category category) {
            String links = category.linkStream();
            ReadReq request =
                    ReadRequests.subscribeToStream(links, after.revisions().getOrDefault(links, -1L), true);
            return new SingleFeed(
                    session,
                    handler -> new FeedCall(node.calls(), executor, request, handler),
                    event -> after.with(links, event.original().revision()),
                    (status, trailers) -> session.end(endOfStream(status, trailers, node.who(), links)));
        }
        List<String> streams = ((OriginSource.Streams) setup.source()).streams();
        return new MergedFeed(session, node, executor, deadline, streams, after);
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

    private static void endOfAll(
            OriginSession session, Node node, Position after, Duration deadline, Status status, Metadata trailers) {
        ifNoSuchPosition(
                node,
                after,
                status,
                deadline,
                none -> session.end(
                        none
                                ? noSuchPosition(after, node.who(), status)
                                : aboutAll(Failures.of(status, trailers, node.who()), node.who())));
    }

    /**
     * Whether a call about {@code $all} failed because of its position. Servers of 24.10 say so; older ones fail in their handler,
     * as they might for any reason.
     */
    static void ifNoSuchPosition(
            Node node, Position position, Status status, Duration deadline, Consumer<Boolean> then) {
        boolean positioned = !position.equals(Position.START);
        if (positioned && Failures.isHandlerException(status)) {
            var again = ReadRequests.pageOfAll(position, null, 1);
            StreamRead.failsAlone(node, again, Failures::isHandlerException, deadline, then);
        } else {
            then.accept(positioned && Failures.isInvalidPosition(status));
        }
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
