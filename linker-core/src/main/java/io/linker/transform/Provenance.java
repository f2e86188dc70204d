package io.linker.transform;

import com.google.common.primitives.Bytes;
import io.linker.event.NewEvent;
import io.linker.event.RecordedEvent;
import io.linker.transform.Metadata.Carrier;
import io.linker.transform.Trail.Hop;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;

/**
 * Adds one hop to the trail of an event, by splice: no byte of its metadata changes but those of the keys it is about.
 * Pure and thread-safe.
 *
 * @param database the name of the database that events are read from
 */
public record Provenance(String database) {
    private static final byte[] ERROR_KEY = Carrier.ERROR.getBytes(StandardCharsets.UTF_8);

    /**
     * Metadata with one more hop.
     *
     * @param metadata the metadata to extend
     * @param trail the trail it has, {@link Trail#NONE} for an event first written here; keys that are there without
     *     counting are overwritten
     * @param event where the event stands in this database
     */
    public byte[] extend(Carrier metadata, Trail trail, RecordedEvent event) {
        JsonObject object = metadata.object();
        boolean first = trail.isNone();
        var edit = new JsonEdit(object)
                .string(Carrier.ORIGIN, first ? database : names(trail.hops()) + "," + database)
                .string(Carrier.REVISIONS, revisions(trail.hops(), event.revision()));
        if (first) {
            edit.string(Carrier.STREAM, event.stream()).number(Carrier.NUMBER, event.revision());
        }
        if (first || object.last(Carrier.ID) == null) {
            edit.string(Carrier.ID, event.id().toString());
        }
        if (first) {
            edit.time(Carrier.APPLIES, event.created());
            if (object.last(Carrier.ERROR) != null) {
                edit.nothing(Carrier.ERROR); // copied there from an event that lost its place
            }
        }
        return edit.bytes();
    }

    /** Metadata as it was before its last hop, of two or more, was added. */
    public static byte[] withoutLastHop(byte[] metadata, Trail trail) {
        List<Hop> hops = trail.hops();
        if (hops.size() < 2 || !(Metadata.of(metadata) instanceof Carrier carrier)) {
            return metadata;
        }
        Hop last = hops.get(hops.size() - 2);
        List<Hop> before = hops.subList(0, hops.size() - 2);
        return new JsonEdit(carrier.object())
                .string(Carrier.ORIGIN, names(hops.subList(0, hops.size() - 1)))
                .string(Carrier.REVISIONS, revisions(before, last.revision()))
                .bytes();
    }

    /**
     * The event with {@code $error} in its metadata: why it stands where it stands. An event whose metadata cannot carry
     * keys comes back unchanged.
     */
    public static NewEvent withError(NewEvent event, String why) {
        return Metadata.of(event.metadata()) instanceof Carrier carrier
                ? event.withMetadata(new JsonEdit(carrier.object())
                        .string(Carrier.ERROR, why)
                        .bytes())
                : event;
    }

    /** Metadata as it was before {@link #withError}; the same array where there is no {@code $error}. */
    public static byte[] withoutError(byte[] metadata) {
        // Most metadata is not looked at twice: the key is written without escapes.
        if (Bytes.indexOf(metadata, ERROR_KEY) < 0 || !(Metadata.of(metadata) instanceof Carrier)) {
            return metadata;
        }
        try {
            return JsonObject.scan(metadata, name -> true).without(Carrier.ERROR::equals);
        } catch (IOException impossible) {
            throw new AssertionError("scanned before", impossible);
        }
    }

    /** When an event was first written, as its trail tells; without a trail, when it was written where it was read. */
    public static Instant written(RecordedEvent event) {
        Metadata metadata = Metadata.of(event.metadata());
        if (!(metadata instanceof Carrier carrier)
                || metadata.trail(event.id(), false).isNone()) {
            return event.created();
        }
        try {
            String applies = TrailReader.string(carrier.object(), Carrier.APPLIES);
            return applies == null
                    ? event.created()
                    : OffsetDateTime.parse(applies).toInstant();
        } catch (DateTimeParseException notATime) {
            return event.created();
        }
    }

    private static String names(List<Hop> hops) {
        return String.join(",", hops.stream().map(Hop::database).toList());
    }

    private static String revisions(List<Hop> hops, long here) {
        if (hops.isEmpty()) {
            return Long.toString(here);
        }
        var revisions = new StringBuilder();
        hops.forEach(hop -> revisions.append(hop.revision()).append(','));
        return revisions.append(here).toString();
    }
}
