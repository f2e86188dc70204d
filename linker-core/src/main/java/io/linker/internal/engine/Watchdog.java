package io.linker.internal.engine;

import io.linker.error.Failure;
import io.linker.event.OriginEvent;
import io.linker.event.OriginPosition;
import io.linker.internal.flow.Agenda;
import io.linker.origin.OriginRead;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks at progress, not at connections: a subscription that goes quiet is compared with the origin's head, and requests that
 * stay unanswered replace the connection they went out on. Each replacement that brings nothing doubles the patience.
 */
final class Watchdog {
    private static final long LOOK_MILLIS = 1_000;
    private static final long HEAD_MILLIS = 2_000;

    private final Agenda agenda;
    private final long stallMillis;
    private final OriginEnd origin;
    private final DestinationEnd destination;
    private final Intake intake;
    private final Supplier<@Nullable OriginEvent> inPreparation;
    private long originMovedAt;
    private long destinationMovedAt;
    private long originPatience;
    private long destinationPatience;
    private boolean asking;
    private @Nullable OriginEvent preparing;
    private long preparingSince;
    private OriginRead.Answer.@Nullable Head head;

    /** {@code inPreparation} tells which event the filter and the transform are busy with. */
    Watchdog(
            Agenda agenda,
            long stallMillis,
            OriginEnd origin,
            DestinationEnd destination,
            Intake intake,
            Supplier<@Nullable OriginEvent> inPreparation) {
        this.agenda = agenda;
        this.stallMillis = stallMillis;
        this.origin = origin;
        this.destination = destination;
        this.intake = intake;
        this.inPreparation = inPreparation;
        this.originPatience = stallMillis;
        this.destinationPatience = stallMillis;
    }

    void start() {
        originMoved();
        destinationMoved();
        agenda.in(LOOK_MILLIS, this::look);
        agenda.in(0, this::askHead);
    }

    void originMoved() {
        originMovedAt = agenda.now();
        originPatience = stallMillis;
    }

    void destinationMoved() {
        destinationMovedAt = agenda.now();
        destinationPatience = stallMillis;
    }

    /** The origin's end as it was told last; null before the first answer. */
    OriginRead.Answer.@Nullable Head head() {
        return head;
    }

    /** Who has not moved, though there is something to do; null while all do, or nobody has to. */
    @Nullable
    Obstacle obstacle() {
        if (preparing != null) {
            return new Obstacle(
                    preparingSince, "the link's filter or transform is busy with event " + preparing.event());
        }
        if (isDestinationQuiet(0)) {
            return new Obstacle(destinationQuietSince(), "destination: requests are not answered");
        }
        return isOriginQuiet(0) ? new Obstacle(originMovedAt, "origin: it has events but sends none") : null;
    }

    private void look() {
        lookAtPreparation();
        if (isDestinationQuiet(destinationPatience)) {
            destinationPatience *= 2;
            destinationMovedAt = agenda.now();
            destination.replace(new Failure(
                    Failure.Kind.TIMEOUT, "The destination has not answered for " + stallMillis / 1000 + " s"));
        }
        if (isOriginQuiet(originPatience)) {
            originPatience *= 2;
            originMovedAt = agenda.now();
            origin.replace(new Failure(
                    Failure.Kind.TIMEOUT, "The origin has events but has sent none for " + stallMillis / 1000 + " s"));
        }
        agenda.in(LOOK_MILLIS, this::look);
    }

    private boolean isDestinationQuiet(long millis) {
        return destination.connector.isConnected()
                && destination.unanswered() > 0
                && agenda.now() - destinationQuietSince() > millis;
    }

    /** It owes nothing while there is nothing to answer. */
    private long destinationQuietSince() {
        return Math.max(destinationMovedAt, destination.busySince());
    }

    /** Code of the user's may take its time, or hang; what it is busy with, the origin has sent. */
    @SuppressWarnings("ReferenceEquality") // one that is the same for long, not one that is equal
    private void lookAtPreparation() {
        OriginEvent now = inPreparation.get();
        if (now != preparing) {
            preparing = now;
            preparingSince = agenda.now();
        }
    }

    private boolean isOriginQuiet(long millis) {
        return origin.isSubscribed()
                && inPreparation.get() == null
                && intake.awaits()
                && intake.isEmpty()
                && agenda.now() - originMovedAt > millis
                && head != null
                && !intake.highest().reaches(head.position());
    }

    private void askHead() {
        if (origin.isSubscribed() && !asking) {
            asking = true;
            origin.read(new OriginRead.Head(), answer -> {
                asking = false;
                if (answer instanceof OriginRead.Answer.Head now) {
                    if (head == null || intake.highest().reaches(head.position())) {
                        originMovedAt = agenda.now(); // what is new, it has owed since now
                    }
                    head = now;
                }
            });
        }
        agenda.in(HEAD_MILLIS, this::askHead);
    }

    /** Asks where the origin ends now; {@code refused} hears why no waiting will tell. */
    void headNow(Consumer<OriginPosition> then, Consumer<Failure> refused) {
        origin.read(new OriginRead.Head(), answer -> {
            if (answer instanceof OriginRead.Answer.Head now) {
                head = now;
                then.accept(now.position());
            } else if (answer instanceof OriginRead.Answer.Failed failed) {
                refused.accept(failed.failure());
            }
        });
    }
}
