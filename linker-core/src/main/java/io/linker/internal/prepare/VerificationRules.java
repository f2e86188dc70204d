package io.linker.internal.prepare;

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
import java.util.List;
import java.util.function.Predicate;

/** Tells a comparison what a link with given settings makes of events, by preparing them once more. For one comparison. */
public final class VerificationRules implements LinkRules {
    private final PreparationSettings settings;
    private final boolean shared;
    private final Predicate<String> diversions;
    private final Preparation expecting;
    private final Preparation finding;

    /**
     * Rules for one comparison.
     *
     * @param settings the link's
     * @param shared whether others write the destination's streams, too
     * @param diversions which destination streams hold conflicts and parked events
     */
    public VerificationRules(PreparationSettings settings, boolean shared, Predicate<String> diversions) {
        this.settings = settings;
        this.shared = shared;
        this.diversions = diversions;
        Control control = settings.control();
        this.expecting = new Preparation(new PreparationSettings(
                settings.origin(),
                settings.destination(),
                settings.filter(),
                settings.transform(),
                settings.trails(),
                new Control(control.documents(), false, control.deletes(), control.tombstones()),
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
        return expecting.prepare(placed(origin));
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
        List<Hop> hops = Trail.of(destination, settings.trails().strict()).hops();
        return !hops.isEmpty() && hops.get(hops.size() - 1).database().equals(settings.origin());
    }

    @Override
    public boolean isDiversion(String stream) {
        return diversions.test(stream);
    }

    @Override
    public boolean isShared() {
        return shared;
    }

    @Override
    public boolean mayLackProvenance() {
        return settings.trails().extend() && settings.trails().omitTooLarge();
    }

    private static OriginEvent placed(RecordedEvent event) {
        return new OriginEvent(event, new OriginPosition.All(event.position()));
    }
}
