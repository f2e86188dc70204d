package io.linker.internal.conflicts;

import io.linker.conflict.ConflictFact;
import io.linker.conflict.ConflictFact.Decision;
import io.linker.conflict.ConflictLog;
import io.linker.error.DatabaseException;
import io.linker.error.Failure;
import io.linker.event.Change;
import io.linker.event.NewEvent;
import io.linker.event.OriginEvent;
import io.linker.event.OriginPosition;
import io.linker.event.Outcome;
import io.linker.event.RecordedEvent;
import io.linker.transform.Provenance;
import io.linker.transform.Trail;
import io.linker.write.Destination;
import io.linker.write.ReadAnswer;
import io.linker.write.ReadRequest;
import io.linker.write.WriteAnswer;
import io.linker.write.WriteRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The conflicts of one link, over connections of their own. */
public final class ConflictDesk implements ConflictLog {
    private static final int PAGE = 256;
    private static final int MOST_ATTEMPTS = 20;

    private final String stream;
    private final Station origin;
    private final Station destination;
    private final Function<OriginEvent, Outcome> line;

    /**
     * The conflicts of a link.
     *
     * @param origin the origin database, only read
     * @param line what the link makes of an event of the origin
     */
    public ConflictDesk(String link, Destination origin, Destination destination, Function<OriginEvent, Outcome> line) {
        this.stream = ConflictFact.stream(link);
        this.origin = new Station(origin);
        this.destination = new Station(destination);
        this.line = line;
    }

    @Override
    public Page list(long from, int count) {
        if (count < 1 || count > 1_000) {
            throw new IllegalArgumentException("count is " + count + ", must be 1 to 1,000");
        }
        List<Entry> entries = new ArrayList<>();
        var resolutions = new Resolutions();
        long next = NEWEST; // what became of a fact stands behind it
        while (next >= 0 && entries.size() < count) {
            List<RecordedEvent> page = page(stream, next);
            next = page.isEmpty() ? -1 : page.get(page.size() - 1).revision() - 1;
            for (RecordedEvent event : page) {
                resolutions.add(event);
                if (event.revision() <= from && event.type().equals(ConflictFact.TYPE) && entries.size() < count) {
                    ConflictFact.read(event.id(), event.data())
                            .map(fact -> new Entry(event.revision(), event.created(), fact, resolutions.of(event.id())))
                            .ifPresent(entries::add);
                }
            }
        }
        boolean more = entries.size() == count && entries.get(count - 1).number() > 0;
        return new Page(entries, more ? entries.get(count - 1).number() - 1 : -1);
    }

    @Override
    public Versions show(ConflictFact fact) {
        return new Versions(arrived(fact), fact.actual() < 0 ? null : at(destination, fact.stream(), fact.actual()));
    }

    private @Nullable RecordedEvent arrived(ConflictFact fact) {
        RecordedEvent event = at(origin, fact.originStream(), fact.originRevision());
        return event != null && event.id().equals(fact.eventId()) ? event : null;
    }

    private static @Nullable RecordedEvent at(Station database, String stream, long revision) {
        ReadAnswer answer = database.read(new ReadRequest(stream, revision, 1));
        return answer instanceof ReadAnswer.Page page
                        && !page.events().isEmpty()
                        && page.events().get(0).revision() == revision
                ? page.events().get(0)
                : null;
    }

    @Override
    public void dismiss(ConflictFact fact, String why) {
        resolve(fact, Resolutions.DISMISSED, why);
    }

    @Override
    public long redrive(ConflictFact fact) {
        if (fact.decision() != Decision.DIVERTED && fact.decision() != Decision.PARKED) {
            throw new IllegalStateException("Nothing is to be re-driven: the event was " + fact.decision());
        }
        long revision = append(fact, marked(fact));
        resolve(fact, Resolutions.REDRIVEN, "at revision " + revision);
        return revision;
    }

    private NewEvent marked(ConflictFact fact) {
        RecordedEvent event = arrived(fact);
        if (event == null) {
            throw new IllegalStateException("The origin no longer shows event " + fact.eventId() + " at "
                    + fact.originStream() + "@" + fact.originRevision() + "; its bytes stand in stream '"
                    + fact.target() + "' of the destination");
        }
        Outcome outcome = line.apply(new OriginEvent(event, new OriginPosition.All(event.position())));
        if (outcome instanceof Outcome.Deliver deliver && deliver.change() instanceof Change.Append append) {
            return Provenance.withError(append.event(), fact.why());
        }
        throw new IllegalStateException("The link would not write " + event + " now: " + outcome);
    }

    private long append(ConflictFact fact, NewEvent event) {
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            long head = head(fact.stream());
            long found = find(fact, head);
            if (found >= 0) {
                return found;
            }
            WriteAnswer answer = destination.append(new WriteRequest.Append(fact.stream(), head, List.of(event)));
            if (answer instanceof WriteAnswer.Success success) {
                return success.revision();
            }
            if (!(answer instanceof WriteAnswer.WrongExpectedRevision)) {
                throw new IllegalStateException("Stream '" + fact.stream() + "' does not take the event: " + answer);
            }
        }
        throw contended(fact.stream());
    }

    /** Where the event stands, from an earlier attempt: behind what it met, or nowhere. */
    private long find(ConflictFact fact, long head) {
        for (long next = head; next > fact.actual(); ) {
            List<RecordedEvent> page = page(fact.stream(), next);
            for (RecordedEvent event : page) {
                if (event.id().equals(fact.eventId())
                        && Trail.of(event, false).revisionAt(fact.origin()) == fact.originRevision()) {
                    return event.revision();
                }
            }
            next = page.isEmpty() ? -1 : page.get(page.size() - 1).revision() - 1;
        }
        return -1;
    }

    private void resolve(ConflictFact fact, String type, String why) {
        NewEvent event = Resolutions.event(fact, type, why);
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            long head = head(stream);
            if (isResolved(fact, event, head)) {
                return;
            }
            WriteAnswer answer = destination.append(new WriteRequest.Append(stream, head, List.of(event)));
            if (answer instanceof WriteAnswer.Success) {
                return;
            }
            if (!(answer instanceof WriteAnswer.WrongExpectedRevision)) {
                throw new IllegalStateException("Stream '" + stream + "' takes no events: " + answer);
            }
        }
        throw contended(stream);
    }

    /** Whether the event stands behind the fact, or where that would be. */
    private boolean isResolved(ConflictFact fact, NewEvent event, long head) {
        for (long next = head; next >= 0; ) {
            List<RecordedEvent> page = page(stream, next);
            if (page.stream().anyMatch(each -> each.id().equals(event.id()))) {
                return true;
            }
            boolean behind =
                    page.isEmpty() || page.stream().anyMatch(each -> each.id().equals(fact.id()));
            next = behind ? -1 : page.get(page.size() - 1).revision() - 1;
        }
        return false;
    }

    private long head(String of) {
        ReadAnswer newest = destination.read(new ReadRequest(of, Long.MAX_VALUE, 1));
        return newest instanceof ReadAnswer.Page page ? page.head() : WriteRequest.NO_STREAM;
    }

    private List<RecordedEvent> page(String of, long from) {
        ReadAnswer answer = destination.read(new ReadRequest(of, from, PAGE));
        return answer instanceof ReadAnswer.Page page ? page.events() : List.of();
    }

    private static DatabaseException contended(String stream) {
        return new DatabaseException(new Failure(
                Failure.Kind.TIMEOUT, "Others were faster " + MOST_ATTEMPTS + " times at stream '" + stream + "'"));
    }

    @Override
    public void close() {
        origin.close();
        destination.close();
    }
}
