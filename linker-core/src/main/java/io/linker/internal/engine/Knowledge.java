package io.linker.internal.engine;

import io.linker.event.Birth;
import io.linker.event.Position;
import io.linker.event.RecordedEvent;
import io.linker.origin.OriginRead;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * What the writer of a delete knew: the events that stood in the origin's stream before it. Links keep the order of a stream,
 * so two numbers say it: the newest revision there, and the newest of the destination's own events. As far as they passed
 * this link they are known; else they are read back from the place of the delete in {@code $all}, since readers of the stream
 * no longer see them.
 */
final class Knowledge {
    private static final int PAGE = 64;
    private static final int MOST_READ = 65_536;

    private final Birth destination;
    private final String stream;
    private final String metastream;
    private final UUID id;
    private final Position delete;
    private final String database;
    private long own;
    private long theirs;
    private boolean exact;
    private boolean asked;
    private int read;

    private Knowledge(Birth destination, Pending delete, long theirs, LinkSpec spec) {
        this.destination = destination;
        this.stream = delete.origin().lane();
        this.metastream = delete.origin().event().stream();
        this.id = delete.origin().event().id();
        this.delete = delete.origin().event().position();
        this.database = spec.origin();
        this.own = delete.after();
        this.theirs = theirs;
    }

    /** As much as passed this link. */
    static Knowledge of(Lane lane, Pending delete, LinkSpec spec) {
        var destination = new Birth(spec.destination(), lane.name, 0);
        return new Knowledge(destination, delete, delete.seen().highest(destination), spec);
    }

    /** Revision of the newest event of the origin's stream; -1 for none. */
    long own() {
        return own;
    }

    /** Destination revision up to which its own events were known. */
    long theirs() {
        return theirs;
    }

    boolean isExact() {
        return exact;
    }

    private boolean isTheirs(Birth birth) {
        return birth.database().equals(destination.database()) && birth.stream().equals(destination.stream());
    }

    boolean covers(Birth birth) {
        return isTheirs(birth) && birth.number() <= theirs;
    }

    /** Finds out more. */
    void complete(OriginEnd origin, Marks marks, Runnable then) {
        if (asked) {
            readBack(origin, marks, then);
            return;
        }
        asked = true;
        var newest = new OriginRead.StreamPage(metastream, Long.MAX_VALUE, true, 1);
        origin.page(newest, answer -> {
            boolean isNewest = answer instanceof OriginRead.Answer.Page page
                    && !page.events().isEmpty()
                    && page.events().get(0).id().equals(id);
            own = isNewest ? Long.MAX_VALUE : own; // an event behind it would have brought the stream back
            then.run();
        });
    }

    /** Reads back until both numbers are known. */
    private void readBack(OriginEnd origin, Marks marks, Runnable then) {
        back(
                origin,
                delete,
                event -> {
                    own = Math.max(own, event.revision());
                    Birth birth = marks.birth(event, database);
                    theirs = isTheirs(birth) ? Math.max(theirs, birth.number()) : theirs;
                    return isTheirs(birth);
                },
                () -> {
                    exact = true;
                    then.run();
                });
    }

    /** Looks at one event of the origin's stream after the other; true for enough. */
    private interface Look {
        boolean at(RecordedEvent event);
    }

    private void back(OriginEnd origin, Position before, Look look, Runnable then) {
        Consumer<OriginRead.Answer> page = answer -> {
            List<RecordedEvent> events = answer instanceof OriginRead.Answer.Page found ? found.events() : List.of();
            boolean enough = events.stream().anyMatch(look::at);
            read += events.size();
            RecordedEvent last = events.isEmpty() ? null : events.get(events.size() - 1);
            if (last == null || last.revision() == 0 || enough || read > MOST_READ) {
                then.run();
            } else {
                back(origin, last.position(), look, then);
            }
        };
        origin.read(new OriginRead.Written(stream, before, PAGE), page);
    }
}
