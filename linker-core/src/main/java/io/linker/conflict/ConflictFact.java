package io.linker.conflict;

import io.linker.event.Birth;
import io.linker.event.RecordedEvent;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * That an event lost its place, and what was decided: what a link records in the stream {@link #stream(String)} of its
 * destination, before it does so, once for each such event.
 *
 * @param id derived from link, event and the event's place at the origin, so a decision that is repeated after a crash is
 *     recorded once
 * @param link the link that decided
 * @param origin name of the origin database
 * @param destination name of the destination database
 * @param decision what was decided
 * @param target the stream that got the event instead of its own; empty where none did
 * @param why what the decision said of its reason, at most 1,000 characters of it
 * @param stream the stream at the destination
 * @param eventId the event's id
 * @param eventType its type
 * @param originStream its stream at the origin
 * @param originRevision its revision there
 * @param birth where it was first written
 * @param expected revision of the newest of the destination's own events that its writer knew; -1 for none
 * @param actual revision of the newest event of the destination's stream when it was decided
 * @param unknown the newest event of each database that stood there and that the writer did not know
 */
public record ConflictFact(
        UUID id,
        String link,
        String origin,
        String destination,
        Decision decision,
        String target,
        String why,
        String stream,
        UUID eventId,
        String eventType,
        String originStream,
        long originRevision,
        Birth birth,
        long expected,
        long actual,
        List<Birth> unknown) {
    /** Type of the events that record facts. */
    public static final String TYPE = "linker-conflict";

    private static final int MOST_WHY = 1_000;

    /** What was decided about an event that lost its place. */
    public enum Decision {
        /** Appended at the end of its stream, marked. */
        APPENDED,
        /** Appended to a conflict stream. */
        DIVERTED,
        /** Put into the park stream. */
        PARKED,
        /** The link was stopped. */
        HALTED
    }

    /** Copies the list. */
    public ConflictFact {
        unknown = List.copyOf(unknown);
    }

    /** The stream that holds the facts of a link. */
    public static String stream(String link) {
        return "linker-conflicts-" + link;
    }

    /** What is recorded of a decision; nothing where the event is appended as if nothing had been. */
    public static Optional<ConflictFact> of(Conflict conflict, ConflictDecision decision) {
        if (decision instanceof ConflictDecision.AppendMarked marked) {
            return Optional.of(of(conflict, Decision.APPENDED, "", marked.why()));
        }
        if (decision instanceof ConflictDecision.Divert divert) {
            return Optional.of(of(conflict, Decision.DIVERTED, divert.stream(), divert.why()));
        }
        if (decision instanceof ConflictDecision.Park park) {
            return Optional.of(of(conflict, Decision.PARKED, "linker-park-" + conflict.link(), park.why()));
        }
        return decision instanceof ConflictDecision.Halt
                ? Optional.of(of(conflict, Decision.HALTED, "", conflict.facts()))
                : Optional.empty();
    }

    private static ConflictFact of(Conflict conflict, Decision decision, String target, String why) {
        RecordedEvent event = conflict.event();
        return new ConflictFact(
                id(conflict.link(), event),
                conflict.link(),
                conflict.origin(),
                conflict.destination(),
                decision,
                target,
                why.substring(0, Math.min(MOST_WHY, why.length())),
                conflict.stream(),
                event.id(),
                event.type(),
                event.stream(),
                event.revision(),
                conflict.birth(),
                conflict.expected(),
                conflict.actual(),
                conflict.unknown());
    }

    /** The id of the fact that an event of a link's origin lost its place. */
    public static UUID id(String link, RecordedEvent event) {
        String name = TYPE + '\n' + link + '\n' + event.id() + '\n' + event.stream() + '\n' + event.revision();
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    }

    /** The fact as one JSON object in UTF-8; equal facts give equal bytes. */
    public byte[] toJson() {
        return FactCodec.encode(this);
    }

    /**
     * Reads what {@link #toJson} wrote; nothing where it is something else.
     *
     * @param id the id of the event that holds it
     */
    public static Optional<ConflictFact> read(UUID id, byte[] json) {
        return FactCodec.decode(id, json);
    }
}
