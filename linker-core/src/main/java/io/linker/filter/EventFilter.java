package io.linker.filter;

import io.linker.event.Lane;
import io.linker.event.RecordedEvent;
import io.linker.event.ServerFilter;
import org.jspecify.annotations.Nullable;

/**
 * Says which events a link replicates, by the name of the stream and the type of the event. Pure and thread-safe.
 *
 * <p>Stream rules are asked about the lane: {@code $$order-1} follows {@code order-1}. Type rules are never asked about
 * deletes, tombstones and {@code $metadata} documents: those pass if any event of their stream could. An event of another
 * type in a metadata stream is judged by type like any event.
 *
 * <p>System streams and {@code linker-} streams are no filter's business: no link replicates them.
 */
public sealed interface EventFilter
        permits Rules.Everything, Rules.Streams, Rules.Types, Rules.Both, Rules.Either, Rules.Not {
    /** Every event of user streams and their metadata streams; the default. */
    static EventFilter everything() {
        return new Rules.Everything();
    }

    /** Events of streams whose name follows the pattern. */
    static EventFilter streams(NamePattern pattern) {
        return new Rules.Streams(pattern);
    }

    /** Events whose type follows the pattern, and every delete, tombstone and metadata document. */
    static EventFilter types(NamePattern pattern) {
        return new Rules.Types(pattern);
    }

    /** Events that both accept. */
    default EventFilter and(EventFilter other) {
        return new Rules.Both(this, other);
    }

    /** Events that at least one accepts. */
    default EventFilter or(EventFilter other) {
        return new Rules.Either(this, other);
    }

    /** Events that this does not accept; deletes, tombstones and metadata still pass any rule about types. */
    default EventFilter not() {
        return new Rules.Not(this);
    }

    /** Whether the event is replicated as far as this filter is concerned. */
    default boolean accepts(RecordedEvent event) {
        boolean document = Lane.isMetastream(event.stream()) && event.type().equals(RecordedEvent.METADATA_TYPE);
        boolean typeless = document || event.isTombstone();
        return judge(Lane.of(event.stream()), typeless ? null : event.type()) != Verdict.NO;
    }

    /** What this filter says about an event, or with a null type about something that has no type to be judged by. */
    Verdict judge(String lane, @Nullable String type);

    /**
     * What the server can filter of a subscription to {@code $all}: never narrower than this filter together with the
     * exclusion of system and {@code linker-} streams. Generated from our own rules; a regular expression or a function of
     * the user's stays here.
     */
    default ServerFilter pushDown() {
        return PushDown.of(this);
    }

    /**
     * Tells filters apart across restarts: the text of the filter, or where that is long its hash. Equal for filters that
     * were put together in the same way, not for all that accept the same.
     */
    default String fingerprint() {
        return Fingerprint.of(toString());
    }

    /** What a filter says: {@code PERHAPS} where it would depend on a type that the event does not have. */
    enum Verdict {
        /** Not accepted. */
        NO,
        /** Accepted for some types. */
        PERHAPS,
        /** Accepted. */
        YES;

        static Verdict of(boolean accepted) {
            return accepted ? YES : NO;
        }

        /** The lesser of both. */
        Verdict and(Verdict other) {
            return compareTo(other) <= 0 ? this : other;
        }

        /** The greater of both. */
        Verdict or(Verdict other) {
            return compareTo(other) >= 0 ? this : other;
        }

        Verdict not() {
            return this == PERHAPS ? PERHAPS : of(this == NO);
        }
    }
}
