package io.linker.internal.engine;

import io.linker.checkpoint.Witness;
import io.linker.error.Failure;
import io.linker.error.LinkStoppedException;
import io.linker.error.StopReason;
import io.linker.event.Lane;
import io.linker.event.NewEvent;
import io.linker.event.OriginPosition;
import io.linker.event.RecordedEvent;
import io.linker.event.ServerInfo;
import io.linker.origin.OriginRead;
import io.linker.write.ReadAnswer;
import io.linker.write.ReadRequest;
import io.linker.write.WriteAnswer;
import io.linker.write.WriteRequest;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Checks on every connection that the two databases are the ones they are taken for: by live instance ids that they are two,
 * by the name each keeps in its stream {@code linker-database} that they are the named ones, and by an event seen before
 * that neither was replaced or restored.
 */
final class Identity {
    private static final String NAME_STREAM = "linker-database";
    private static final String NAME_TYPE = "linker-database-name";

    private final LinkSpec spec;
    private final DestinationEnd destination;
    private final OriginEnd origin;
    private final Consumer<LinkStoppedException> stop;
    private boolean unnamed;

    Identity(LinkSpec spec, DestinationEnd destination, OriginEnd origin, Consumer<LinkStoppedException> stop) {
        this.spec = spec;
        this.destination = destination;
        this.origin = origin;
        this.stop = stop;
    }

    /** Whether the two ends are two databases; stops the link if not. */
    boolean areTwo() {
        ServerInfo one = origin.connector.server();
        ServerInfo other = destination.connector.server();
        if (one == null || other == null || Collections.disjoint(one.instances(), other.instances())) {
            return true;
        }
        stop.accept(new LinkStoppedException(
                StopReason.SAME_DATABASE,
                "Origin '" + spec.origin() + "' (" + one.endpoint() + ") and destination '" + spec.destination() + "' ("
                        + other.endpoint()
                        + ") are one database: the same node answers for both. Nothing was written."));
        return false;
    }

    /** Checks the destination, where each of these events must stand; {@code then} runs if it is the one, and may be written to. */
    void checkDestination(List<Witness> witnesses, Runnable then) {
        checkDestination(witnesses, then, this::rewound);
    }

    /** The same; {@code lost} hears of an event that does not stand there any more. */
    void checkDestination(List<Witness> witnesses, Runnable then, Consumer<Witness> lost) {
        destination.check(new ReadRequest(NAME_STREAM, Long.MAX_VALUE, 1), answer -> {
            boolean named =
                    answer instanceof ReadAnswer.Page page && !page.events().isEmpty();
            if (named && !isName(((ReadAnswer.Page) answer).events().get(0), spec.destination())) {
                return;
            }
            Runnable open = () -> {
                destination.open();
                unnamed = !named;
            };
            checkDestinationWitnesses(
                    witnesses.iterator(),
                    () -> {
                        open.run();
                        then.run();
                    },
                    witness -> {
                        open.run();
                        lost.accept(witness);
                    });
        });
    }

    private void checkDestinationWitnesses(Iterator<Witness> witnesses, Runnable then, Consumer<Witness> lost) {
        if (witnesses.hasNext()) {
            checkDestinationWitness(witnesses.next(), () -> checkDestinationWitnesses(witnesses, then, lost), lost);
        } else {
            then.run();
        }
    }

    private void checkDestinationWitness(Witness witness, Runnable then, Consumer<Witness> lost) {
        destination.check(new ReadRequest(witness.stream(), witness.revision(), 1), answer -> {
            if (answer instanceof ReadAnswer.NotFound) {
                unlessDeleted(witness, then, lost);
            } else if (answer instanceof ReadAnswer.Page page && isContradicted(page, witness)) {
                lost.accept(witness);
            } else {
                then.run();
            }
        });
    }

    /** A stream that cannot be found was deleted, which leaves a document in its metadata stream, or never written. */
    private void unlessDeleted(Witness witness, Runnable then, Consumer<Witness> lost) {
        String metastream = Lane.metastreamOf(witness.stream());
        destination.check(new ReadRequest(metastream, Long.MAX_VALUE, 1), answer -> {
            if (answer instanceof ReadAnswer.NotFound) {
                lost.accept(witness);
            } else {
                then.run();
            }
        });
    }

    /** The verdict about a destination that lost this event. */
    void rewound(Witness witness) {
        stop.accept(new LinkStoppedException(
                StopReason.DESTINATION_REWOUND,
                "Destination '" + spec.destination() + "' no longer has the event " + witness.id()
                        + " that it confirmed at revision " + witness.revision() + " of stream '" + witness.stream()
                        + "': it was restored or replaced. To fill it again, start the link so that it heals"
                        + " (Delivery.healing): see docs/topologies.md."));
    }

    private static boolean isContradicted(ReadAnswer.Page page, Witness witness) {
        if (page.head() < witness.revision()) {
            return true;
        }
        return !page.events().isEmpty()
                && page.events().get(0).revision() == witness.revision()
                && !page.events().get(0).id().equals(witness.id());
    }

    /** Gives the destination its name if it has none; only once it is known to be another database than the origin. */
    void nameDestination() {
        if (!unnamed) {
            return;
        }
        unnamed = false;
        byte[] name = spec.destination().getBytes(StandardCharsets.UTF_8);
        var event = new NewEvent(UUID.randomUUID(), NAME_TYPE, false, name, new byte[0]);
        destination.write(new WriteRequest.Append(NAME_STREAM, WriteRequest.NO_STREAM, List.of(event)), answer -> {
            if (answer instanceof WriteAnswer.WrongExpectedRevision) {
                checkNameOfAnother();
            }
        });
    }

    /** Another link was faster, and may have called the database otherwise. */
    private void checkNameOfAnother() {
        destination.read(new ReadRequest(NAME_STREAM, Long.MAX_VALUE, 1), answer -> {
            if (answer instanceof ReadAnswer.Page page && !page.events().isEmpty()) {
                isName(page.events().get(0), spec.destination());
            }
        });
    }

    /** Checks the origin; {@code then} runs if it is the one. */
    void checkOrigin(@Nullable Witness witness, Runnable then) {
        origin.read(new OriginRead.StreamPage(NAME_STREAM, Long.MAX_VALUE, true, 1), answer -> {
            boolean named = answer instanceof OriginRead.Answer.Page page
                    && !page.events().isEmpty();
            if (!named || isName(((OriginRead.Answer.Page) answer).events().get(0), spec.origin())) {
                checkOriginWitness(witness, then);
            }
        });
    }

    private void checkOriginWitness(@Nullable Witness witness, Runnable then) {
        if (witness == null) {
            then.run();
            return;
        }
        boolean all = spec.beginning() instanceof OriginPosition.All;
        OriginRead question = all
                ? new OriginRead.EventAt(witness.position())
                : new OriginRead.StreamPage(witness.stream(), witness.revision(), false, 1);
        origin.read(question, answer -> {
            if (answer instanceof OriginRead.Answer.Failed failed) {
                stop.accept(verdict(witness, failed.failure()));
            } else if (answer instanceof OriginRead.Answer.Page page
                    && !page.events().isEmpty()) {
                RecordedEvent found = page.events().get(0);
                boolean samePlace = all || found.revision() == witness.revision();
                if (samePlace && !found.id().equals(witness.id())) {
                    stop.accept(changed(witness));
                } else {
                    then.run();
                }
            } else {
                checkReaches(witness, all, then);
            }
        });
    }

    /** Nothing stands in the witness's place: scavenged, or the log ends before it. */
    private void checkReaches(Witness witness, boolean all, Runnable then) {
        if (!all) {
            then.run(); // deleted or truncated streams are ordinary
            return;
        }
        origin.read(new OriginRead.Head(), answer -> {
            boolean reaches = answer instanceof OriginRead.Answer.Head head
                    && head.position().reaches(new OriginPosition.All(witness.position()));
            if (reaches) {
                then.run();
            } else if (answer instanceof OriginRead.Answer.Failed failed) {
                stop.accept(verdict(witness, failed.failure()));
            } else {
                behind(witness);
            }
        });
    }

    /** A follower may be behind what another node of its cluster has shown before; a single node or a leader may not. */
    private void behind(Witness witness) {
        ServerInfo server = origin.connector.server();
        if (server == null || !server.mayLag()) {
            stop.accept(changed(witness));
            return;
        }
        origin.replace(new Failure(
                Failure.Kind.NOT_READY,
                "Origin '" + spec.origin() + "' (" + server.endpoint()
                        + ") is behind what another node of its cluster has shown; the link waits until one has caught"
                        + " up. Where the whole cluster was restored, start the link under a new name."));
    }

    /** Another database only where the position says so: who lost a right must not be told to copy everything anew. */
    private LinkStoppedException verdict(Witness witness, Failure failure) {
        return failure.kind() == Failure.Kind.INVALID_POSITION ? changed(witness) : Parts.hopeless(failure);
    }

    private LinkStoppedException changed(Witness witness) {
        return new LinkStoppedException(
                StopReason.ORIGIN_CHANGED,
                "Origin '" + spec.origin() + "' is not the database that link '" + spec.name()
                        + "' has followed: event "
                        + witness.id() + " of stream '" + witness.stream() + "' is not at " + witness.position()
                        + ". It was restored, truncated or replaced. Start the link under a new name to copy it anew.");
    }

    private boolean isName(RecordedEvent event, String expected) {
        String name = new String(event.data(), StandardCharsets.UTF_8);
        if (name.equals(expected)) {
            return true;
        }
        stop.accept(new LinkStoppedException(
                StopReason.NAME_MISMATCH,
                "The database called '" + expected + "' here calls itself '" + name + "' (stream " + NAME_STREAM
                        + "). Every link must call a database by one name, since provenance and the loop guard go by"
                        + " it: use '" + name + "'."));
        return false;
    }
}
