package io.linker.esdb;

import com.eventstore.dbclient.proto.shared.Shared;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.ReadReq;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.ReadReq.Options;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.ReadReq.Options.AllOptions;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.ReadReq.Options.ControlOption;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.ReadReq.Options.FilterOptions;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.ReadReq.Options.ReadDirection;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.ReadReq.Options.StreamOptions;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.ReadReq.Options.SubscriptionOptions;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.ReadReq.Options.UUIDOption;
import io.linker.event.Position;
import io.linker.event.ServerFilter;
import org.jspecify.annotations.Nullable;

/** Everything a link asks of {@code Streams.Read}. */
final class ReadRequests {
    /**
     * Events considered per page of a filtered subscription: a sparse filter would pay a page for every 32 otherwise. With one
     * interval per window, the position moves at least every so many events, however few match.
     */
    private static final int SEARCH_WINDOW = 1024;

    private static final Shared.Empty EMPTY = Shared.Empty.getDefaultInstance();

    private ReadRequests() {}

    /** Follows {@code $all} after a position. */
    static ReadReq subscribeToAll(Position after, @Nullable ServerFilter filter) {
        var all = after.equals(Position.START)
                ? AllOptions.newBuilder().setStart(EMPTY)
                : AllOptions.newBuilder().setPosition(position(after));
        return request(
                filtered(forwards().setAll(all), filter).setSubscription(SubscriptionOptions.getDefaultInstance()));
    }

    /** Follows a stream after a revision; -1 from its beginning. */
    static ReadReq subscribeToStream(String stream, long after, boolean resolveLinks) {
        var options = StreamOptions.newBuilder().setStreamIdentifier(Messages.stream(stream));
        return request(forwards()
                .setStream(after < 0 ? options.setStart(EMPTY) : options.setRevision(after))
                .setResolveLinks(resolveLinks)
                .setNoFilter(EMPTY)
                .setSubscription(SubscriptionOptions.getDefaultInstance()));
    }

    /** A page of a stream from a revision, inclusive; {@link Long#MAX_VALUE} backwards is the newest. */
    static ReadReq page(String stream, long from, boolean backwards, long count) {
        var options = StreamOptions.newBuilder().setStreamIdentifier(Messages.stream(stream));
        return request(direction(backwards)
                .setStream(backwards && from == Long.MAX_VALUE ? options.setEnd(EMPTY) : options.setRevision(from))
                .setNoFilter(EMPTY)
                // Without it the server does not say where the stream ends.
                .setControlOption(ControlOption.newBuilder().setCompatibility(1))
                .setCount(count));
    }

    /** What the links of a stream point at, from a revision to its end. */
    static ReadReq targets(String stream, long from) {
        var options = StreamOptions.newBuilder().setStreamIdentifier(Messages.stream(stream));
        return request(forwards()
                .setStream(options.setRevision(from))
                .setResolveLinks(true)
                .setNoFilter(EMPTY)
                .setCount(Long.MAX_VALUE));
    }

    /** The newest event there is among those a filter lets through. */
    static ReadReq newestOfAll(@Nullable ServerFilter filter) {
        return request(filtered(direction(true).setAll(AllOptions.newBuilder().setEnd(EMPTY)), filter)
                .setCount(1));
    }

    /** The newest events of a stream that stand in {@code $all} before a position, hidden ones included. */
    static ReadReq written(String stream, Position before, long count) {
        var all = before.equals(Position.END)
                ? AllOptions.newBuilder().setEnd(EMPTY)
                : AllOptions.newBuilder().setPosition(position(before));
        return request(filtered(direction(true).setAll(all), ServerFilter.stream(stream))
                .setCount(count));
    }

    /** {@code $all} from a position on, inclusive; the position must be that of a record. */
    static ReadReq pageOfAll(Position from, @Nullable ServerFilter filter, long count) {
        var all = from.equals(Position.START)
                ? AllOptions.newBuilder().setStart(EMPTY)
                : AllOptions.newBuilder().setPosition(position(from));
        return request(filtered(forwards().setAll(all), filter).setCount(count));
    }

    private static Options.Builder filtered(Options.Builder options, @Nullable ServerFilter filter) {
        if (filter == null) {
            return options.setNoFilter(EMPTY);
        }
        var expression = FilterOptions.Expression.newBuilder().setRegex(filter.regex());
        var wire = FilterOptions.newBuilder().setMax(SEARCH_WINDOW).setCheckpointIntervalMultiplier(1);
        return options.setFilter(
                switch (filter.what()) {
                    case STREAM -> wire.setStreamIdentifier(expression);
                    case TYPE -> wire.setEventType(expression);
                });
    }

    private static Options.Position position(Position position) {
        return Options.Position.newBuilder()
                .setCommitPosition(position.commit())
                .setPreparePosition(position.prepare())
                .build();
    }

    private static Options.Builder forwards() {
        return direction(false);
    }

    private static Options.Builder direction(boolean backwards) {
        return Options.newBuilder().setReadDirection(backwards ? ReadDirection.Backwards : ReadDirection.Forwards);
    }

    private static ReadReq request(Options.Builder options) {
        return ReadReq.newBuilder()
                .setOptions(options.setUuidOption(UUIDOption.newBuilder().setStructured(EMPTY)))
                .build();
    }
}
