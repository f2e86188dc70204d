package io.linker.internal.prepare;

import io.linker.event.Birth;
import io.linker.event.Change;
import io.linker.event.Lane;
import io.linker.event.NewEvent;
import io.linker.event.OriginEvent;
import io.linker.event.Outcome;
import io.linker.internal.prepare.Preparation.Reading;
import io.linker.internal.prepare.PreparationSettings.Trails;
import io.linker.transform.Metadata;
import io.linker.transform.Metadata.Carrier;
import io.linker.transform.Metadata.Opaque;
import io.linker.transform.Provenance;
import io.linker.transform.Trail;
import java.util.function.Function;

/** Gives events their provenance, and sees that they fit what the transport carries. */
final class Envelope {
    /** Most bytes of one message; a larger one ends the call it is sent on, so it must never be sent. */
    static final int MOST_BYTES = 16_767_216;

    /** Room for what a message holds beside data, metadata and names. */
    private static final int OVERHEAD = 1024;

    private final Provenance provenance;
    private final Trails trails;

    Envelope(String database, Trails trails) {
        this.provenance = new Provenance(database);
        this.trails = trails;
    }

    boolean strict() {
        return trails.strict();
    }

    /**
     * The event as it will be written.
     *
     * @param draft the event, perhaps transformed
     * @param read the metadata as it was read
     * @param change what to do with it at the destination
     */
    Outcome seal(OriginEvent origin, NewEvent draft, Reading read, Function<NewEvent, Change> change) {
        int names = origin.event().stream().length() + draft.type().length();
        long bare = (long) draft.data().length + draft.metadata().length + names;
        if (bare > MOST_BYTES) {
            return new Outcome.Undeliverable(
                    origin, "it has " + bare + " bytes, and a message carries at most " + MOST_BYTES);
        }
        Birth relayed = read.trail().birth();
        if (!trails.extend()) {
            return new Outcome.Deliver(origin, change.apply(draft), relayed);
        }
        Metadata metadata = isUntouched(origin, draft) ? read.metadata() : Metadata.of(draft.metadata());
        if (metadata instanceof Opaque opaque) {
            boolean looksUp = trails.looksUp() && !Lane.isMetastream(origin.event().stream());
            return trails.required() && !looksUp
                    ? new Outcome.Undeliverable(origin, opaque.why() + ", so it cannot carry the trail a loop needs")
                    : new Outcome.Deliver(origin, change.apply(draft), relayed);
        }
        NewEvent sealed = extended(origin, draft, (Carrier) metadata, read.trail());
        long grown = (long) sealed.data().length + sealed.metadata().length + names + OVERHEAD;
        if (grown <= MOST_BYTES) {
            return new Outcome.Deliver(origin, change.apply(sealed), relayed);
        }
        return trails.omitTooLarge()
                ? new Outcome.Deliver(origin, change.apply(draft), relayed)
                : new Outcome.Undeliverable(origin, "with its provenance it is larger than a message may be");
    }

    private static boolean isUntouched(OriginEvent origin, NewEvent draft) {
        return draft.metadata() == origin.event().metadata();
    }

    private NewEvent extended(OriginEvent origin, NewEvent draft, Carrier metadata, Trail trail) {
        return draft.withMetadata(provenance.extend(metadata, trail, origin.event()));
    }
}
