package io.linker.testkit.internal.streams;

import com.eventstore.dbclient.proto.streams.StreamsOuterClass.ReadReq.Options;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.ReadReq.Options.CountOptionCase;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.ReadReq.Options.FilterOptionCase;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.ReadReq.Options.FilterOptions;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.ReadReq.Options.ReadDirection;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.ReadReq.Options.StreamOptionCase;
import java.util.Optional;

/**
 * A read request that makes sense, checked in the server's order.
 *
 * @param from a revision, or a position of {@code $all}; {@link #END} for the end
 * @param filter only ever present for {@code $all}
 */
record ReadRequest(
        Target target,
        long from,
        boolean backwards,
        boolean subscription,
        long count,
        Optional<Filter> filter,
        Form form) {
    static final long START = -2;
    static final long END = -1;
    static final String ALL = "$all";

    /** A stream or {@code $all}. */
    record Target(boolean all, String stream) {}

    /** @param window most events looked at per page; a checkpoint is due after {@code multiplier} windows */
    record Filter(EventFilter events, long window, long multiplier) {}

    /** How messages are made up. */
    record Form(boolean resolveLinks, boolean idsAsText, boolean positions) {}

    private static final int DEFAULT_WINDOW = 32;

    static ReadRequest of(Options options) {
        Target target = switch (options.getStreamOptionCase()) {
            case STREAM -> new Target(false, Names.nonEmpty(options.getStream().getStreamIdentifier()));
            case ALL -> new Target(true, ALL);
            case STREAMOPTION_NOT_SET -> throw Failures.unset("ReadReq", "StreamOption");
        };
        if (!options.hasUuidOption()) {
            throw Failures.invalid("`uuidOption` is a required argument");
        }
        boolean backwards = options.getReadDirection() == ReadDirection.Backwards;
        boolean subscription = options.getCountOptionCase() == CountOptionCase.SUBSCRIPTION;
        checkCombination(options);
        Form form = new Form(
                options.getResolveLinks(),
                options.getUuidOption().hasString(),
                options.getControlOption().getCompatibility() > 0);
        long from = target.all() ? position(options) : revision(options);
        Optional<Filter> filter =
                options.hasFilter() ? Optional.of(filter(options.getFilter(), subscription)) : Optional.empty();
        return new ReadRequest(target, from, backwards, subscription, options.getCount(), filter, form);
    }

    private static void checkCombination(Options options) {
        boolean subscription = options.getCountOptionCase() == CountOptionCase.SUBSCRIPTION;
        boolean illegal = options.getCountOptionCase() == CountOptionCase.COUNTOPTION_NOT_SET
                || options.getFilterOptionCase() == FilterOptionCase.FILTEROPTION_NOT_SET
                || (options.hasFilter() && options.getStreamOptionCase() == StreamOptionCase.STREAM)
                || (subscription && options.getReadDirection() != ReadDirection.Forwards)
                || options.getReadDirection() == ReadDirection.UNRECOGNIZED;
        if (illegal) {
            throw Failures.invalid("The combination of (%s, %s, %s, %s) is invalid."
                    .formatted(
                            options.getStreamOptionCase(),
                            options.getCountOptionCase(),
                            options.getReadDirection(),
                            options.getFilterOptionCase()));
        }
    }

    private static long revision(Options options) {
        Options.StreamOptions stream = options.getStream();
        return switch (stream.getRevisionOptionCase()) {
            case REVISION -> {
                if (stream.getRevision() < END) {
                    throw new IllegalArgumentException("not a revision");
                }
                yield stream.getRevision();
            }
            case START -> START;
            case END -> END;
            case REVISIONOPTION_NOT_SET -> throw Failures.handlerException();
        };
    }

    private static long position(Options options) {
        Options.AllOptions all = options.getAll();
        return switch (all.getAllOptionCase()) {
            case POSITION -> {
                long commit = all.getPosition().getCommitPosition();
                if (Long.compareUnsigned(commit, all.getPosition().getPreparePosition()) < 0 || commit < END) {
                    throw new IllegalArgumentException("not a position");
                }
                yield commit;
            }
            case START -> START;
            case END -> END;
            case ALLOPTION_NOT_SET -> throw Failures.handlerException();
        };
    }

    private static Filter filter(FilterOptions options, boolean subscription) {
        long window = switch (options.getWindowCase()) {
            case MAX -> Integer.toUnsignedLong(options.getMax());
            case COUNT -> DEFAULT_WINDOW;
            case WINDOW_NOT_SET -> throw Failures.unset("ReadReq", "Window");
        };
        long multiplier = Integer.toUnsignedLong(options.getCheckpointIntervalMultiplier());
        if (subscription && multiplier == 0) {
            throw new IllegalArgumentException("checkpoint interval of zero");
        }
        return new Filter(EventFilter.of(options), window, multiplier);
    }
}
