package io.linker.internal.prepare;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.linker.conflict.ConflictFact;
import io.linker.event.Change;
import io.linker.event.NewEvent;
import io.linker.event.OriginEvent;
import io.linker.event.OriginPosition;
import io.linker.event.Outcome;
import io.linker.event.RecordedEvent;
import io.linker.filter.EventFilter;
import io.linker.internal.prepare.PreparationSettings.Control;
import io.linker.internal.prepare.PreparationSettings.Documents;
import io.linker.internal.prepare.PreparationSettings.Trails;
import io.linker.transform.Provenance;
import io.linker.transform.Trail;
import io.linker.transform.Trail.Hop;
import io.linker.transform.Transform;
import io.linker.verify.LinkRules;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tells a comparison what a link with given settings makes of events, by preparing them once more. For one comparison. */
public final class VerificationRules implements LinkRules {
    private static final String CONFLICT_STREAMS = "linker-conflicts-";
    private static final String PARK_STREAMS = "linker-park-";
    private static final String PARKED = "linker-parked";
    private static final JsonFactory JSON = new JsonFactory();

    private final PreparationSettings settings;
    private final boolean shared;
    private final Preparation expecting;
    private final Preparation finding;

    /**
     * Rules for one comparison.
     *
     * @param settings the link's
     * @param shared whether others write the destination's streams, too
     */
    public VerificationRules(PreparationSettings settings, boolean shared) {
        this.settings = settings;
        this.shared = shared;
        Control control = settings.control();
        this.expecting = new Preparation(new PreparationSettings(
                settings.origin(),
                settings.destination(),
                settings.filter(),
                settings.transform(),
                settings.trails().withoutHealing(),
                // In a loop either side may have deleted or undone it: what readers see is not told by one.
                new Control(
                        control.documents(),
                        false,
                        control.deletes() && !settings.trails().required(),
                        control.tombstones()),
                settings.copyLinkEvents(),
                settings.since()));
        this.finding = new Preparation(reading(control.documents()));
    }

    /** Every event of a user stream as it is, and documents without what the link leaves out: {@code $tb} is translated. */
    private static PreparationSettings reading(Documents documents) {
        Documents compared = documents == Documents.ALL ? Documents.ALL : Documents.WITHOUT_ACCESS;
        var control = new Control(compared, false, true, true);
        return new PreparationSettings(
                "", "", EventFilter.everything(), Transform.none(), Trails.NONE, control, true, null);
    }

    @Override
    public Outcome expected(RecordedEvent origin) {
        Trail trail = Trail.of(origin, settings.trails().strict());
        boolean writtenBack = trail.passed(settings.origin()) && lastIs(trail, settings.destination());
        if (!writtenBack || !settings.filter().accepts(origin)) {
            return expecting.prepare(placed(origin));
        }
        // This link brought it there, before its origin lost it and got it back from there.
        byte[] copied = Provenance.withoutLastHop(origin.metadata(), trail);
        var copy = new NewEvent(origin.id(), origin.type(), origin.json(), origin.data(), copied);
        return new Outcome.Deliver(placed(origin), new Change.Append(lane(origin.stream()), copy));
    }

    private static boolean lastIs(Trail trail, String database) {
        List<Hop> hops = trail.hops();
        return !hops.isEmpty() && hops.get(hops.size() - 1).database().equals(database);
    }

    @Override
    public String lane(String origin) {
        return settings.transform().lane(origin);
    }

    @Override
    public Outcome found(RecordedEvent destination) {
        return finding.prepare(placed(destination));
    }

    @Override
    public byte[] withoutMarks(byte[] metadata) {
        return Provenance.withoutError(metadata);
    }

    @Override
    public boolean cameByLink(RecordedEvent destination) {
        Trail trail = Trail.of(destination, settings.trails().strict());
        // What a link that healed wrote back is the destination's own.
        return lastIs(trail, settings.origin()) && !trail.passed(settings.destination());
    }

    @Override
    public @Nullable UUID diverted(RecordedEvent destination) {
        if (destination.type().equals(ConflictFact.TYPE)) {
            return null; // tells of an event, and is none
        }
        if (destination.stream().startsWith(CONFLICT_STREAMS)) {
            return destination.id();
        }
        boolean parked = destination.stream().startsWith(PARK_STREAMS)
                && destination.type().equals(PARKED);
        return parked ? parkedId(destination.data()) : null;
    }

    private static @Nullable UUID parkedId(byte[] header) {
        try (JsonParser json = JSON.createParser(header)) {
            json.nextToken();
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                json.nextToken();
                if (name.equals("id")) {
                    return UUID.fromString(json.getText());
                }
                json.skipChildren();
            }
            return null;
        } catch (IOException | IllegalArgumentException somebodyElses) {
            return null;
        }
    }

    @Override
    public boolean isShared(String lane) {
        return shared || isLeftOut(lane);
    }

    /** A stream that the filter leaves out is none of the link's, unless another one takes its name. */
    private boolean isLeftOut(String lane) {
        return settings.transform().lane(lane).equals(lane)
                && settings.filter().judge(lane, null) == EventFilter.Verdict.NO;
    }

    @Override
    public boolean mayLackProvenance() {
        return settings.trails().extend() && settings.trails().omitTooLarge();
    }

    private static OriginEvent placed(RecordedEvent event) {
        return new OriginEvent(event, new OriginPosition.All(event.position()));
    }
}
