package io.linker.internal.conflicts;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.linker.conflict.ConflictFact;
import io.linker.conflict.ConflictLog.State;
import io.linker.event.NewEvent;
import io.linker.event.RecordedEvent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** What became of facts, as it stands behind them in their stream: events whose ids are derived from the fact's. */
final class Resolutions {
    static final String DISMISSED = "linker-conflict-dismissed";
    static final String REDRIVEN = "linker-conflict-redriven";

    private static final JsonFactory JSON = new JsonFactory();

    private final Map<UUID, State> byEvent = new HashMap<>();

    /** Takes note of an event that may be one. */
    void add(RecordedEvent event) {
        if (event.type().equals(DISMISSED)) {
            byEvent.put(event.id(), State.DISMISSED);
        } else if (event.type().equals(REDRIVEN)) {
            byEvent.put(event.id(), State.REDRIVEN);
        }
    }

    /** What became of a fact, as far as was taken note of; re-driven says more than dismissed. */
    State of(UUID fact) {
        State redriven = byEvent.get(id(REDRIVEN, fact));
        return redriven != null ? redriven : byEvent.getOrDefault(id(DISMISSED, fact), State.OPEN);
    }

    static NewEvent event(ConflictFact fact, String type, String why) {
        var out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("fact", fact.id().toString());
            json.writeStringField("stream", fact.stream());
            json.writeStringField("eventId", fact.eventId().toString());
            json.writeStringField("why", why);
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory failed", impossible);
        }
        return new NewEvent(id(type, fact.id()), type, true, out.toByteArray(), new byte[0]);
    }

    private static UUID id(String type, UUID fact) {
        return UUID.nameUUIDFromBytes((type + '\n' + fact).getBytes(StandardCharsets.UTF_8));
    }
}
