package io.linker.transform;

import com.fasterxml.jackson.core.JsonToken;
import io.linker.transform.JsonObject.Member;
import io.linker.transform.Metadata.Carrier;
import io.linker.transform.Trail.Hop;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads a trail from the keys of a metadata object. What is malformed counts as absent. */
final class TrailReader {
    private TrailReader() {}

    static Trail read(JsonObject object, UUID id, boolean strict) {
        String origins = string(object, Carrier.ORIGIN);
        if (origins == null || !counts(object, id, strict)) {
            return Trail.NONE;
        }
        long number = revision(text(object, Carrier.NUMBER));
        List<Hop> hops = hops(origins, string(object, Carrier.REVISIONS), number);
        if (hops.isEmpty()) {
            return Trail.NONE;
        }
        Member error = object.last(Carrier.ERROR);
        boolean lostItsPlace = error != null && error.kind() != JsonToken.VALUE_NULL;
        return new Trail(hops, string(object, Carrier.STREAM), number, lostItsPlace);
    }

    /** Whether the keys are this event's own: an application that copies metadata copies them along. */
    private static boolean counts(JsonObject object, UUID id, boolean strict) {
        if (object.last(Carrier.ID) == null) {
            return !strict;
        }
        String written = string(object, Carrier.ID);
        return written != null && written.equalsIgnoreCase(id.toString());
    }

    private static List<Hop> hops(String origins, @Nullable String revisions, long number) {
        String[] names = origins.split(",", -1);
        String[] places = revisions == null ? new String[0] : revisions.split(",", -1);
        var hops = new ArrayList<Hop>(names.length);
        for (int i = 0; i < names.length; i++) {
            String name = names[i].strip();
            if (name.isEmpty()) {
                return List.of();
            }
            long revision = i < places.length ? revision(places[i].strip()) : Trail.UNKNOWN;
            // The .NET Linker leaves no revisions, but its first hop's is the event's first number.
            hops.add(new Hop(name, i == 0 && revision == Trail.UNKNOWN ? number : revision));
        }
        return hops;
    }

    private static long revision(@Nullable String text) {
        if (text == null) {
            return Trail.UNKNOWN;
        }
        try {
            return Math.max(Trail.UNKNOWN, Long.parseLong(text));
        } catch (NumberFormatException malformed) {
            return Trail.UNKNOWN;
        }
    }

    static @Nullable String string(JsonObject object, String name) {
        Member member = object.last(name);
        return member != null && member.kind() == JsonToken.VALUE_STRING ? member.text() : null;
    }

    private static @Nullable String text(JsonObject object, String name) {
        Member member = object.last(name);
        return member == null ? null : member.text();
    }
}
