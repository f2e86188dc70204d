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
    private final Patience events;
    private final Patience answers;
    private final Patience writes;
    private long originMovedAt;
    private boolean asking;
    private long askedAt;
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
        this.events = new Patience(stallMillis);
        this.answers = new Patience(stallMillis);
        this.writes = new Patience(stallMillis);
    }

    void start() {
        originMoved();
        originSubscribed();
        destinationConnected();
        agenda.in(LOOK_MILLIS, this::look);
        agenda.in(0, this::askHead);
    }

    /** Something came by the subscription. */
    void originMoved() {
        originMovedAt = agenda.now();
    }

    void originSubscribed() {
        events.connected(agenda.now());
        answers.connected(agenda.now());
    }

    void destinationConnected() {
        writes.connected(agenda.now());
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
        if (owesWrites() && destination.writeObstacle() == null) {
            return new Obstacle(writes.since(destination.quietSince()), "destination: requests are not answered");
        }
        return owesEvents() ? new Obstacle(events.since(originMovedAt), "origin: it has events but sends none") : null;
    }

    private void look() {
        lookAtPreparation();
        long now = agenda.now();
        if (owesWrites() && writes.isOver(now, destination.quietSince())) {
            writes.replaced(now);
            destination.replace(timedOut("The destination has not answered"));
        }
        if (owesEvents() && events.isOver(now, originMovedAt)) {
            events.replaced(now);
            origin.replace(timedOut("The origin has events but has sent none"));
        } else if (asking && origin.isSubscribed() && answers.isOver(now, askedAt)) {
            // Events may go on to come: what goes to the origin may be lost while what comes from it is not.
            answers.replaced(now);
            origin.replace(timedOut("The origin has not answered"));
        }
        agenda.in(LOOK_MILLIS, this::look);
    }

    private Failure timedOut(String what) {
        return new Failure(Failure.Kind.TIMEOUT, what + " for " + stallMillis / 1000 + " s");
    }

    private boolean owesWrites() {
        return destination.connector.isConnected() && destination.unanswered() > 0;
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

    private boolean owesEvents() {
        return origin.isSubscribed()
                && inPreparation.get() == null
                && intake.awaits()
                && intake.isEmpty()
                && head != null
                && !intake.highest().reaches(head.position());
    }

    private void askHead() {
        if (origin.isSubscribed() && !asking) {
            asking = true;
            askedAt = agenda.now();
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
