package io.linker.internal.engine;

import io.linker.error.Failure;
import io.linker.event.OriginPosition;
import io.linker.origin.OriginRead;
import io.linker.origin.StopAt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Finds out at which place of the origin a link ends. */
final class StopPlace {
    private final OriginEnd origin;
    private final StopAt stopAt;

    StopPlace(OriginEnd origin, StopAt stopAt) {
        this.origin = origin;
        this.stopAt = stopAt;
    }

    /** {@code then} hears the place, null for none; {@code refused} why no waiting will tell. */
    void find(Consumer<@Nullable OriginPosition> then, Consumer<Failure> refused) {
        if (stopAt instanceof StopAt.Head) {
            head(then, refused);
        } else if (stopAt instanceof StopAt.At at) {
            unlessFilteredOut(at.position(), then, refused);
        } else {
            then.accept(null);
        }
    }

    /**
     * Of an event that the server's filter keeps back nothing arrives, so the link would wait for the next one that passes.
     * Where the event exists and the newest that passes stands before it, that one is the end.
     */
    private void unlessFilteredOut(
            OriginPosition place, Consumer<@Nullable OriginPosition> then, Consumer<Failure> refused) {
        if (!(place instanceof OriginPosition.All all)) {
            then.accept(place);
            return;
        }
        origin.read(new OriginRead.EventAt(all.position()), answer -> {
            boolean exists = answer instanceof OriginRead.Answer.Page page
                    && !page.events().isEmpty();
            if (exists) {
                head(newest -> then.accept(newest.reaches(place) ? place : newest), refused);
            } else {
                then.accept(place);
            }
        });
    }

    private void head(Consumer<OriginPosition> then, Consumer<Failure> refused) {
        origin.read(new OriginRead.Head(), answer -> {
            if (answer instanceof OriginRead.Answer.Head head) {
                then.accept(head.position());
            } else if (answer instanceof OriginRead.Answer.Failed failed) {
                refused.accept(failed.failure());
            }
        });
    }
}
