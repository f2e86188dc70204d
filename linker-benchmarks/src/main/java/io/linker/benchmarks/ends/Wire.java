package io.linker.benchmarks.ends;

import com.eventstore.dbclient.proto.shared.Shared;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.BatchAppendReq;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.BatchAppendReq.ProposedMessage;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.ReadReq;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.ReadReq.Options;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.ReadReq.Options.AllOptions;
import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import com.google.protobuf.Empty;
import io.linker.event.Position;
import java.util.List;

/** Messages of the protocol, as bare as it takes them. */
public final class Wire {
    private static final Duration DEADLINE =
            Duration.newBuilder().setSeconds(10).build();
    private static final Shared.Empty EMPTY = Shared.Empty.getDefaultInstance();

    private Wire() {}

    /** An id of a message. */
    public static Shared.UUID uuid(long most, long least) {
        var structured =
                Shared.UUID.Structured.newBuilder().setMostSignificantBits(most).setLeastSignificantBits(least);
        return Shared.UUID.newBuilder().setStructured(structured).build();
    }

    /** An append of consecutive events behind a revision, -1 for a new stream. */
    public static BatchAppendReq append(long number, ByteString stream, long expected, List<ProposedMessage> events) {
        var options = BatchAppendReq.Options.newBuilder()
                .setStreamIdentifier(Shared.StreamIdentifier.newBuilder().setStreamName(stream))
                .setDeadline(DEADLINE);
        if (expected < 0) {
            options.setNoStream(Empty.getDefaultInstance());
        } else {
            options.setStreamPosition(expected);
        }
        return BatchAppendReq.newBuilder()
                .setCorrelationId(uuid(0, number))
                .setOptions(options)
                .addAllProposedMessages(events)
                .setIsFinal(true)
                .build();
    }

    /** An event to be appended. */
    public static ProposedMessage proposed(
            Shared.UUID id, String type, String contentType, ByteString data, ByteString metadata) {
        return ProposedMessage.newBuilder()
                .setId(id)
                .putMetadata("type", type)
                .putMetadata("content-type", contentType)
                .setData(data)
                .setCustomMetadata(metadata)
                .build();
    }

    /** Follows {@code $all} after a position. */
    static ReadReq follow(Position after) {
        var all = AllOptions.newBuilder();
        if (after.equals(Position.START)) {
            all.setStart(EMPTY);
        } else {
            all.setPosition(Options.Position.newBuilder()
                    .setCommitPosition(after.commit())
                    .setPreparePosition(after.prepare()));
        }
        return request(
                Options.newBuilder().setAll(all).setSubscription(Options.SubscriptionOptions.getDefaultInstance()));
    }

    /** The newest event of all. */
    static ReadReq newest() {
        return request(Options.newBuilder()
                .setReadDirection(Options.ReadDirection.Backwards)
                .setAll(AllOptions.newBuilder().setEnd(EMPTY))
                .setCount(1));
    }

    private static ReadReq request(Options.Builder options) {
        var structured = Options.UUIDOption.newBuilder().setStructured(EMPTY);
        return ReadReq.newBuilder()
                .setOptions(options.setNoFilter(EMPTY).setUuidOption(structured))
                .build();
    }
}
