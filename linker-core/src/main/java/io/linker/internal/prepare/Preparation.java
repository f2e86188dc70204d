package io.linker.internal.prepare;

import io.linker.event.Birth;
import io.linker.event.Change;
import io.linker.event.Lane;
import io.linker.event.OriginEvent;
import io.linker.event.Outcome;
import io.linker.event.RecordedEvent;
import io.linker.event.SkipReason;
import io.linker.internal.prepare.PreparationSettings.Control;
import io.linker.transform.Deletion;
import io.linker.transform.Draft;
import io.linker.transform.Metadata;
import io.linker.transform.Trail;
import io.linker.transform.Transform;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The line each event travels before the engine decides about its place: origin, filter, loop guard, transform, provenance.
 * One event in, one outcome out, in order. Never throws: what goes wrong in a filter or a transform of the user's makes the
 * event undeliverable. Used by one thread.
 */
public final class Preparation {
    private final Selection selection;
    private final LoopGuard loopGuard;
    private final Transform transform;
    private final Envelope envelope;
    private final Documents documents;
    private final Control control;

    /** A line with these settings. */
    public Preparation(PreparationSettings settings) {
        this.selection = new Selection(settings.filter(), settings.copyLinkEvents(), settings.since());
        this.loopGuard = new LoopGuard(settings.destination(), settings.trails().heals());
        this.transform = settings.transform();
        this.envelope = new Envelope(settings.origin(), settings.trails());
        this.documents = new Documents(settings.control(), envelope);
        this.control = settings.control();
    }

    /** What becomes of an event. */
    public Outcome prepare(OriginEvent origin) {
        try {
            return line(origin);
        } catch (RuntimeException | StackOverflowError thrown) { // a regular expression may exhaust the stack
            return new Outcome.Undeliverable(origin, "the link's filter or transform failed: " + thrown);
        }
    }

    private Outcome line(OriginEvent origin) {
        SkipReason refused = selection.refusal(origin);
        if (refused != null) {
            return new Outcome.Skip(origin, refused);
        }
        var read = Reading.of(origin.event(), envelope.strict());
        Documents.Kind kind = documents.kindOf(origin.event());
        if (kind == Documents.Kind.WRITTEN && loopGuard.isUndone(origin, read)) {
            kind = Documents.Kind.UNDONE;
        }
        Outcome stopped = kind == Documents.Kind.UNDONE ? null : loopGuard.stops(origin, read, transform);
        if (stopped != null) {
            return stopped;
        }
        String lane = transform.lane(origin.lane());
        if (Selection.isReserved(lane)) {
            return new Outcome.Undeliverable(origin, "the link's transform renamed its stream to \"" + lane + "\"");
        }
        if (origin.event().isTombstone()) {
            return tombstone(origin, lane);
        }
        return kind == Documents.Kind.NONE ? event(origin, lane, read) : documents.outcome(origin, lane, kind, read);
    }

    private Outcome event(OriginEvent origin, String lane, Reading read) {
        Optional<Draft> draft = transform.apply(Draft.of(origin.event()));
        return draft.isEmpty()
                ? new Outcome.Skip(origin, SkipReason.DROPPED)
                : envelope.seal(origin, draft.get().toNewEvent(), read, event -> new Change.Append(lane, event));
    }

    private Outcome tombstone(OriginEvent origin, String lane) {
        if (Lane.isMetastream(origin.event().stream())) {
            return new Outcome.Undeliverable(
                    origin, "a metadata stream was tombstoned, which would end its stream at the destination");
        }
        return control.tombstones()
                ? new Outcome.Deliver(origin, new Change.Tombstone(lane))
                : new Outcome.Skip(origin, SkipReason.SWITCHED_OFF);
    }

    /** The metadata of an event, and the trail it holds. */
    record Reading(Metadata metadata, Trail trail) {
        static Reading of(RecordedEvent event, boolean strict) {
            Metadata metadata = Metadata.of(event.metadata());
            return new Reading(metadata, metadata.trail(event.id(), strict));
        }
    }

    /** Keeps events from going round. */
    private record LoopGuard(String destination, boolean heals) {
        @Nullable
        Outcome stops(OriginEvent origin, Reading read, Transform transform) {
            if (read.metadata.isLocal()) {
                return new Outcome.Skip(origin, SkipReason.LOCAL);
            }
            return read.trail.passed(destination) && !mayBeLost(origin, read, transform)
                    ? new Outcome.Skip(origin, SkipReason.ECHO, echo(origin, read, transform))
                    : null;
        }

        /** Whether a document answers a delete of the destination's, which its own link could not repeat here. */
        boolean isUndone(OriginEvent origin, Reading read) {
            return read.trail.hops().size() == 1
                    && read.trail.passed(destination)
                    && Deletion.undone(origin.event()) >= 0;
        }

        /** Whether the link is to find out if the destination still has an event that came from there. */
        private boolean mayBeLost(OriginEvent origin, Reading read, Transform transform) {
            Birth birth = read.trail.birth();
            boolean isEvent = !Lane.isMetastream(origin.event().stream())
                    && !origin.event().isTombstone();
            return heals
                    && isEvent
                    && birth != null
                    && birth.stream().equals(transform.lane(origin.lane()))
                    && read.trail.revisionAt(destination) >= 0;
        }

        private static Outcome.@Nullable Echo echo(OriginEvent origin, Reading read, Transform transform) {
            Birth birth = read.trail.birth();
            return birth == null ? null : new Outcome.Echo(transform.lane(origin.lane()), birth);
        }
    }
}
