package io.linker.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.linker.event.NewEvent;
import io.linker.event.RecordedEvent;
import io.linker.filter.EventFilter;
import io.linker.internal.prepare.PreparationSettings;
import io.linker.internal.prepare.PreparationSettings.Control;
import io.linker.internal.prepare.PreparationSettings.Trails;
import io.linker.internal.prepare.VerificationRules;
import io.linker.transform.Transform;
import java.util.ArrayList;
import java.util.List;

/** An origin to fill, copies of it, and comparisons of both. */
abstract class Comparison {
    static final PreparationSettings DEFAULTS = PreparationSettings.defaults("A", "B");
    static final PreparationSettings EXACT = PreparationSettings.exactCopy("A", "B");

    final Databases origin = new Databases(1);
    final List<RecordedEvent> source = origin.all();

    void fill(int events) {
        for (int i = 0; i < events; i++) {
            origin.append("s", origin.event());
        }
    }

    void setMetadata(String document) {
        byte[] none = {};
        origin.append("$$s", new NewEvent(origin.id(), "$metadata", true, document.getBytes(UTF_8), none));
    }

    List<RecordedEvent> copy() {
        return new ArrayList<>(Databases.copy(source, DEFAULTS).all());
    }

    Report compare(List<RecordedEvent> copy) {
        return compare(source, copy, DEFAULTS, false);
    }

    static Report compare(
            List<RecordedEvent> origin, List<RecordedEvent> copy, PreparationSettings settings, boolean shared) {
        return Verification.compare(origin::forEach, copy::forEach, rules(settings, shared));
    }

    static LinkRules rules(PreparationSettings settings, boolean shared) {
        return new VerificationRules(settings, shared);
    }

    static PreparationSettings with(EventFilter filter, Transform transform, Trails trails, Control control) {
        return new PreparationSettings("A", "B", filter, transform, trails, control, true, null);
    }

    static RecordedEvent with(RecordedEvent place, NewEvent event) {
        return new RecordedEvent(
                place.stream(),
                place.revision(),
                event.id(),
                event.type(),
                event.json(),
                event.data(),
                event.metadata(),
                place.created(),
                place.position());
    }

    static RecordedEvent with(RecordedEvent event, byte[] metadata) {
        return with(event, new NewEvent(event.id(), event.type(), event.json(), event.data(), metadata));
    }

    static RecordedEvent altered(RecordedEvent event, String field) {
        byte[] other = "{\"other\":true}".getBytes(UTF_8);
        return switch (field) {
            case "type" -> with(event, new NewEvent(event.id(), "Other", event.json(), event.data(), event.metadata()));
            case "content type" ->
                with(event, new NewEvent(event.id(), event.type(), !event.json(), event.data(), event.metadata()));
            case "data" -> with(event, new NewEvent(event.id(), event.type(), event.json(), other, event.metadata()));
            default -> with(event, other);
        };
    }
}
