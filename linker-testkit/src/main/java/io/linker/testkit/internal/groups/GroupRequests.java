package io.linker.testkit.internal.groups;

import com.eventstore.dbclient.proto.persistentsubscriptions.Persistent.CreateReq;
import com.eventstore.dbclient.proto.persistentsubscriptions.Persistent.CreateReq.AllOptions.FilterOptions;
import com.eventstore.dbclient.proto.persistentsubscriptions.Persistent.UpdateReq;
import com.eventstore.dbclient.proto.shared.Shared.StreamIdentifier;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.Optional;

/**
 * Turns create and update requests into definitions, with the server's answer to everything that cannot be one. An
 * {@link IllegalArgumentException} stands for what the server did not foresee.
 */
final class GroupRequests {
    private static final int TICKS_PER_MILLI = 10_000;

    private final CreateReq.Options options;
    private final String source;
    private final long lastPosition;

    /** @param lastPosition position of the last event in {@code $all} */
    private GroupRequests(CreateReq.Options options, long lastPosition) {
        this.options = options;
        this.source = source(options);
        this.lastPosition = lastPosition;
    }

    static GroupDefinition parse(CreateReq request, long lastPosition) {
        return new GroupRequests(request.getOptions(), lastPosition).definition();
    }

    static GroupDefinition parse(UpdateReq request, long lastPosition) {
        return new GroupRequests(sameAsCreate(request), lastPosition).definition();
    }

    /** The two messages have the same fields under the same numbers, but for the strategy by name and the filter. */
    static CreateReq.Options sameAsCreate(UpdateReq request) {
        try {
            CreateReq.Options.Builder same =
                    CreateReq.Options.parseFrom(request.getOptions().toByteString()).toBuilder();
            if (same.hasSettings()) {
                same.getSettingsBuilder().clearConsumerStrategy();
            }
            if (same.hasAll()) {
                same.getAllBuilder().clearFilterOption();
            }
            return same.build();
        } catch (InvalidProtocolBufferException impossible) {
            throw new IllegalArgumentException(impossible);
        }
    }

    /** The stream, which older clients name in a field of its own, or {@code $all}. */
    @SuppressWarnings("deprecation")
    static String source(CreateReq.Options options) {
        return switch (options.getStreamOptionCase()) {
            case STREAM -> name(options.getStream().getStreamIdentifier());
            case STREAMOPTION_NOT_SET -> name(options.getStreamIdentifier());
            case ALL -> AllSource.NAME;
        };
    }

    static String name(StreamIdentifier identifier) {
        return identifier.getStreamName().toStringUtf8();
    }

    private GroupDefinition definition() {
        if (!options.hasSettings()) {
            throw new IllegalArgumentException("no settings");
        }
        if (source.isEmpty()) {
            throw failed("Bad stream name.");
        }
        if (source.equals(AllSource.NAME) && !options.hasAll()) {
            throw failed("Persistent subscriptions to $all are only supported over gRPC through gRPC clients");
        }
        GroupSettings settings = settings(options.getSettings());
        return new GroupDefinition(source, options.getGroupName(), settings, start(), filter());
    }

    private GroupSettings settings(CreateReq.Settings settings) {
        return new GroupSettings(
                settings.getResolveLinks(),
                settings.getExtraStatistics(),
                switch (settings.getMessageTimeoutCase()) {
                    case MESSAGE_TIMEOUT_MS -> settings.getMessageTimeoutMs();
                    case MESSAGE_TIMEOUT_TICKS -> (int) (settings.getMessageTimeoutTicks() / TICKS_PER_MILLI);
                    case MESSAGETIMEOUT_NOT_SET -> 0;
                },
                settings.getMaxRetryCount(),
                switch (settings.getCheckpointAfterCase()) {
                    case CHECKPOINT_AFTER_MS -> settings.getCheckpointAfterMs();
                    case CHECKPOINT_AFTER_TICKS -> (int) (settings.getCheckpointAfterTicks() / TICKS_PER_MILLI);
                    case CHECKPOINTAFTER_NOT_SET -> 0;
                },
                settings.getMinCheckpointCount(),
                settings.getMaxCheckpointCount(),
                settings.getMaxSubscriberCount(),
                settings.getLiveBufferSize(),
                settings.getReadBatchSize(),
                settings.getHistoryBufferSize(),
                strategy(settings));
    }

    /** The name wins; clients that do not send one send the number. */
    @SuppressWarnings("deprecation")
    private StrategyName strategy(CreateReq.Settings settings) {
        String text = settings.getConsumerStrategy();
        if (text.isEmpty()) {
            text = switch (settings.getNamedConsumerStrategy()) {
                case DispatchToSingle, RoundRobin, Pinned ->
                    settings.getNamedConsumerStrategy().name();
                case UNRECOGNIZED -> Integer.toString(settings.getNamedConsumerStrategyValue());
            };
        }
        String asked = text;
        return StrategyName.of(asked).orElseThrow(() -> failed("Consumer strategy " + asked + " does not exist."));
    }

    private StartFrom start() {
        return options.hasAll() ? startInAll(options.getAll()) : startInStream();
    }

    @SuppressWarnings("deprecation")
    private StartFrom startInStream() {
        CreateReq.StreamOptions stream = options.getStream();
        long revision = switch (stream.getRevisionOptionCase()) {
            case REVISION -> signed(stream.getRevision());
            case START -> 0;
            case END -> StartFrom.END;
            case REVISIONOPTION_NOT_SET -> {
                if (options.hasStream()) {
                    throw unset("StreamOptions", "RevisionOption");
                }
                yield signed(options.getSettings().getRevision());
            }
        };
        return new StartFrom(revision, PositionText.REVISION.format(revision));
    }

    private StartFrom startInAll(CreateReq.AllOptions all) {
        return switch (all.getAllOptionCase()) {
            case START -> new StartFrom(0, PositionText.ALL.format(0));
            case END -> new StartFrom(StartFrom.END, PositionText.ALL.format(StartFrom.END));
            case POSITION -> {
                long commit = signed(all.getPosition().getCommitPosition());
                long prepare = signed(all.getPosition().getPreparePosition());
                yield startAt(commit, prepare);
            }
            case ALLOPTION_NOT_SET -> throw unset("AllOptions", "AllOption");
        };
    }

    private StartFrom startAt(long commit, long prepare) {
        if (prepare > commit) {
            throw invalidStart("prepare position must be less than or equal to the commit position.");
        }
        if (commit > lastPosition) {
            throw invalidStart("commit position must be less than or equal to the last commit position"
                    + " in the transaction file.");
        }
        if ((commit == StartFrom.END) != (prepare == StartFrom.END)) {
            throw invalidStart("prepare and commit positions must be greater than or equal to 0 or both equal to -1.");
        }
        return new StartFrom(commit, PositionText.format(commit, prepare));
    }

    /** The highest unsigned number is the server's -1, which is the end; others beyond 63 bits are nothing. */
    private static long signed(long unsigned) {
        if (unsigned < StartFrom.END) {
            throw new IllegalArgumentException("not a position: " + Long.toUnsignedString(unsigned));
        }
        return unsigned;
    }

    private Optional<GroupFilter> filter() {
        if (!options.getAll().hasFilter()) {
            return Optional.empty();
        }
        FilterOptions filter = options.getAll().getFilter();
        if (!filter.hasEventType() && !filter.hasStreamIdentifier()) {
            throw unset("AllOptions+Types+FilterOptions", "Filter");
        }
        FilterOptions.Expression terms = filter.hasEventType() ? filter.getEventType() : filter.getStreamIdentifier();
        GroupFilter asked = new GroupFilter(filter.hasEventType(), terms.getRegex(), terms.getPrefixList());
        asked.predicate(); // refuses a malformed expression here and not when the group is opened
        return Optional.of(asked);
    }

    private StatusRuntimeException invalidStart(String reason) {
        return failed("Invalid Start From position: " + reason);
    }

    private StatusRuntimeException failed(String reason) {
        return GroupFailures.failed(source, options.getGroupName(), reason);
    }

    private static StatusRuntimeException unset(String message, String choice) {
        String text = "'None' is not a valid EventStore.Client.PersistentSubscriptions.CreateReq+Types+%s+%sOneofCase";
        return Status.INVALID_ARGUMENT
                .withDescription(text.formatted(message, choice))
                .asRuntimeException();
    }
}
