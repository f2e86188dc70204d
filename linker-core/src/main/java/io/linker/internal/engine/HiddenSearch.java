package io.linker.internal.engine;

import io.linker.error.LinkStoppedException;
import io.linker.error.StopReason;
import io.linker.event.Change;
import io.linker.event.NewEvent;
import io.linker.event.RecordedEvent;
import io.linker.origin.OriginRead;
import io.linker.write.WriteAnswer;
import io.linker.write.WriteRequest;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks for events in a part of a destination stream that cannot be read: soft-deleted, truncated or expired. It asks by
 * appends whose expected revision is below the head: the server compares ids there, confirms or refuses, and never writes.
 */
final class HiddenSearch {
    /** Probes before the search gives up; a link that cannot tell stops rather than writing an event twice. */
    private static final int MOST_PROBES = 4_096;

    private final LinkSpec spec;
    private final DestinationEnd destination;
    private final OriginEnd origin;
    private final Progress progress;

    HiddenSearch(LinkSpec spec, DestinationEnd destination, OriginEnd origin, Progress progress) {
        this.spec = spec;
        this.destination = destination;
        this.origin = origin;
        this.progress = progress;
    }

    /** Finds which of the lane's waiting events stand at or below {@code highest}, in a stream that ends at {@code head}. */
    void find(Lane lane, long head, long highest, Consumer<Standing> then) {
        Pending first = firstAppend(lane);
        if (first == null) {
            then.accept(notHere(head));
            return;
        }
        probe(lane, event(first), first.revision(), highest, place -> {
            if (place >= 0) {
                follow(lane, highest, place, then);
            } else {
                predecessorOnTop(lane, first, head, highest, then);
            }
        });
    }

    /** The usual restart: the stream ends with the event before the first waiting one, and nothing of what waits is there. */
    private void predecessorOnTop(Lane lane, Pending first, long head, long highest, Consumer<Standing> then) {
        if (first.revision() == 0 || highest < head) {
            slide(lane, head, highest, highest, then);
            return;
        }
        var page = new OriginRead.StreamPage(first.origin().lane(), first.revision() - 1, true, 32);
        origin.read(page, answer -> {
            RecordedEvent before = answer instanceof OriginRead.Answer.Page found
                    ? found.events().stream().filter(spec.selects()).findFirst().orElse(null)
                    : null;
            if (before == null) {
                slide(lane, head, highest, highest, then);
                return;
            }
            var event = new NewEvent(before.id(), before.type(), before.json(), before.data(), before.metadata());
            ask(lane, event, head, there -> {
                if (there) {
                    then.accept(Standing.oursOnTop(head, before.revision()));
                } else {
                    slide(lane, head, highest, highest, then);
                }
            });
        });
    }

    private void slide(Lane lane, long head, long highest, long place, Consumer<Standing> then) {
        Pending first = firstAppend(lane);
        // Place 0 would be asked for with no_stream, which a soft-deleted stream accepts as a new beginning.
        if (first == null || place < lowest(lane)) {
            then.accept(notHere(head));
        } else if (highest - place > MOST_PROBES) {
            progress.stop(cannotTell(lane, first));
        } else {
            probe(lane, event(first), place, highest, found -> {
                if (found >= 0) {
                    follow(lane, highest, found, then);
                } else {
                    slide(lane, head, highest, place - 1, then);
                }
            });
        }
    }

    /**
     * The first waiting event stands at {@code place}; the ones after it may follow there, and so may some that have not
     * arrived yet. The lane goes on right behind the last one found, below the head, where nothing is written by mistake.
     */
    private void follow(Lane lane, long highest, long place, Consumer<Standing> then) {
        List<Pending> waiting =
                lane.waiting.stream().takeWhile(Pending::isAppend).toList();
        followFrom(lane, waiting, 0, highest, place, then);
    }

    private void followFrom(
            Lane lane, List<Pending> waiting, int index, long highest, long place, Consumer<Standing> then) {
        Standing here = Standing.oursOnTop(place, waiting.get(index).revision());
        if (index + 1 == waiting.size()) {
            then.accept(here);
            return;
        }
        probe(lane, event(waiting.get(index + 1)), place + 1, highest, found -> {
            if (found >= 0) {
                followFrom(lane, waiting, index + 1, highest, found, then);
            } else {
                then.accept(here);
            }
        });
    }

    private void probe(Lane lane, NewEvent event, long place, long highest, LongConsumer then) {
        if (place < lowest(lane) || place > highest) {
            then.accept(-1);
        } else {
            ask(lane, event, place, there -> then.accept(there ? place : -1));
        }
    }

    /** An id at or below the last confirmed revision proves nothing: ids may repeat. Place 0 cannot be asked for. */
    private static long lowest(Lane lane) {
        return Math.max(1, lane.confirmed + 1);
    }

    private void ask(Lane lane, NewEvent event, long place, Consumer<Boolean> then) {
        var request = new WriteRequest.Append(lane.name, place - 1, List.of(event));
        destination.write(request, answer -> then.accept(answer instanceof WriteAnswer.Success));
    }

    /** Nothing that waits stands there; who wrote what is hidden cannot be told, and is taken for ours. */
    private static Standing notHere(long head) {
        return Standing.oursOnTop(head, -1);
    }

    private static NewEvent event(Pending pending) {
        return ((Change.Append) pending.change()).event();
    }

    private static @Nullable Pending firstAppend(Lane lane) {
        Pending first = lane.waiting.peekFirst();
        return first != null && first.isAppend() ? first : null;
    }

    private LinkStoppedException cannotTell(Lane lane, Pending first) {
        return new LinkStoppedException(
                StopReason.DESTINATION_REWOUND,
                "Stream '" + lane.name + "' of destination '" + spec.destination()
                        + "' is hidden from readers, and event "
                        + first.origin().event() + " was not found in its newest " + MOST_PROBES
                        + " revisions. Start the"
                        + " link from a later position, or tombstone the stream at the destination if it is not needed.");
    }
}
