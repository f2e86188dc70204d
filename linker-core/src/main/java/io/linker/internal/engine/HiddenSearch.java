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
import org.jspecify.annotations.Nullable;

/**
 * Looks for events in a part of a destination stream that cannot be read: soft-deleted, truncated or expired. It asks by
 * appends whose expected revision is below the head: the server compares ids there, confirms or refuses, and never writes.
 */
final class HiddenSearch {
    /** Probes before the search gives up; a link that cannot tell stops rather than writing an event twice. */
    private static final int MOST_PROBES = 4_096;

    /** Probes for an event whose revision is the next one here: it could only be there if as many had been left out. */
    private static final int MOST_PROBES_ALIGNED = 256;

    /** Strangers' events that may stand between two of ours, on a stream that is shared. */
    private static final int MOST_STRANGERS = 64;

    private final LinkSpec spec;
    private final DestinationEnd destination;
    private final OriginEnd origin;
    private final Removals removals;
    private final Progress progress;

    HiddenSearch(LinkSpec spec, DestinationEnd destination, OriginEnd origin, Removals removals, Progress progress) {
        this.spec = spec;
        this.destination = destination;
        this.origin = origin;
        this.removals = removals;
        this.progress = progress;
    }

    /**
     * Finds which of the lane's waiting events stand at or below {@code highest}, in a stream that ends at {@code head}.
     *
     * @param again to be done where somebody wrote meanwhile and all has to be asked anew
     */
    void find(Lane lane, long head, long highest, Consumer<Standing> then, Runnable again) {
        List<Pending> waiting = lane.waiting.stream().filter(Pending::isAppend).toList();
        if (waiting.isEmpty()) {
            then.accept(notHere(head));
        } else {
            new Search(lane, waiting, head, highest, then, again).begin();
        }
    }

    /** Nothing that waits stands there; who wrote what is hidden cannot be told, and is taken for ours. */
    private static Standing notHere(long head) {
        return Standing.oursOnTop(head, -1);
    }

    private final class Search {
        private final Lane lane;
        private final List<Pending> waiting;
        private final long head;
        private final long highest;
        private final Consumer<Standing> then;
        private final Runnable again;
        private final HiddenPart hidden;

        Search(Lane lane, List<Pending> waiting, long head, long highest, Consumer<Standing> then, Runnable again) {
            this.lane = lane;
            this.waiting = waiting;
            this.head = head;
            this.hidden = new HiddenPart(destination, lane, head);
            this.highest = highest;
            this.then = then;
            this.again = again;
        }

        private Pending first() {
            return waiting.get(0);
        }

        void begin() {
            if (first().revision() > highest) {
                predecessorOnTop();
            } else {
                hidden.probe(event(first()), first().revision(), place -> confirm(place, this::predecessorOnTop));
            }
        }

        /** The usual restart: the stream ends with the event before the first waiting one. */
        private void predecessorOnTop() {
            if (first().revision() == 0 || highest < head || head == 0) {
                slide(highest);
                return;
            }
            var page = new OriginRead.StreamPage(first().origin().lane(), first().revision() - 1, true, 32);
            origin.read(page, answer -> {
                RecordedEvent before = firstSelected(answer);
                if (before == null) {
                    slide(highest);
                    return;
                }
                hidden.ask(event(before), head, there -> {
                    if (there) {
                        then.accept(Standing.oursOnTop(head, before.revision()));
                    } else {
                        slide(highest);
                    }
                });
            });
        }

        /** Asks for the first waiting event at one place after the other, from the newest down. */
        private void slide(long place) {
            long asked = highest - place;
            boolean next = first().revision() == head + 1;
            if (next && asked > MOST_PROBES_ALIGNED) {
                then.accept(notHere(head));
            } else if (place < hidden.lowest()) {
                placeNought();
            } else if (asked > MOST_PROBES) {
                progress.stop(cannotTell(lane, first()));
            } else {
                hidden.probe(event(first()), place, found -> confirm(found, () -> slide(place - 1)));
            }
        }

        /**
         * Place 0 takes no_stream, which a deleted stream accepts as a new beginning. Asked for last it does no harm: the event
         * stands there, or stands nowhere and is written where it belongs. That holds while nobody else writes.
         */
        private void placeNought() {
            if (lane.confirmed >= 0) {
                then.accept(notHere(head));
                return;
            }
            if (!hidden.isAsked()) {
                // Told before the rest was read: somebody may have written and deleted since.
                hidden.ask(event(first()), DestinationEnd.BEYOND_EVERY_HEAD + 1, there -> placeNought());
                return;
            }
            if (hidden.hasMoved()) {
                again.run();
                return;
            }
            removals.unlessRemoved(lane, this::beginAnew, () -> then.accept(notHere(head)));
        }

        private void beginAnew() {
            var request = new WriteRequest.Append(lane.name, WriteRequest.NO_STREAM, List.of(event(first())));
            // Run late, it would begin the stream anew after the next delete.
            destination.writeToTheLast(request, answer -> {
                if (!(answer instanceof WriteAnswer.Success success)) {
                    then.accept(notHere(head));
                } else if (success.revision() == 0) {
                    confirm(0, () -> then.accept(notHere(head)));
                } else if (success.revision() == head + 1) {
                    then.accept(Standing.oursOnTop(head + 1, first().revision()));
                } else {
                    progress.stop(perhapsTwice(lane, first()));
                }
            });
        }

        /**
         * An event found below the top must be followed by the one that follows it at the origin; else it is another with
         * the same id. On a shared stream it may be the newest of ours: then what precedes it at the origin does so here. Of a
         * lane that is known that stands at or below the last confirmed place, however many others wrote since.
         */
        private void confirm(long place, Runnable otherwise) {
            if (place < 0) {
                otherwise.run();
            } else if (place == head) {
                then.accept(Standing.oursOnTop(place, first().revision()));
            } else {
                followedAsAtOrigin(place, spec.rules().exclusive() ? otherwise : () -> preceded(place, otherwise));
            }
        }

        private void preceded(long place, Runnable otherwise) {
            var page = new OriginRead.StreamPage(first().origin().lane(), first().revision() - 1, true, 32);
            if (first().revision() == 0 || lane.confirmed >= 0) {
                follow(0, place);
                return;
            }
            origin.read(page, answer -> {
                RecordedEvent before = firstSelected(answer);
                if (before == null) {
                    follow(0, place); // hidden at the origin, which tells nothing
                } else {
                    hidden.downwards(
                            event(before),
                            place - 1,
                            place - MOST_STRANGERS,
                            orElse(() -> follow(0, place), otherwise));
                }
            });
        }

        private void followedAsAtOrigin(long place, Runnable otherwise) {
            if (waiting.size() > 1) {
                followed(place, event(waiting.get(1)), otherwise);
            } else {
                var page = new OriginRead.StreamPage(first().origin().lane(), first().revision() + 1, false, 32);
                origin.read(page, answer -> {
                    RecordedEvent next = firstSelected(answer);
                    if (isHiddenAfter(first().revision(), answer)) {
                        follow(0, place); // what followed was deleted or truncated at the origin, which tells nothing
                    } else if (next != null) {
                        followed(place, event(next), otherwise);
                    } else {
                        otherwise.run();
                    }
                });
            }
        }

        private void followed(long place, NewEvent next, Runnable otherwise) {
            long last = spec.rules().exclusive() ? place + 1 : Math.min(head, place + MOST_STRANGERS);
            hidden.upwards(next, place + 1, last, orElse(() -> follow(0, place), otherwise));
        }

        private static Consumer<Boolean> orElse(Runnable there, Runnable otherwise) {
            return found -> (found ? there : otherwise).run();
        }

        /**
         * The waiting event number {@code index} stands at {@code place}; the ones after it may follow there, and so may some
         * that have not arrived yet. The lane goes on right behind the last one found, below the head, where nothing is
         * written by mistake.
         */
        private void follow(int index, long place) {
            Standing here = Standing.oursOnTop(place, waiting.get(index).revision());
            if (index + 1 == waiting.size()) {
                then.accept(here);
                return;
            }
            hidden.probe(event(waiting.get(index + 1)), place + 1, found -> {
                if (found >= 0) {
                    follow(index + 1, found);
                } else {
                    then.accept(here);
                }
            });
        }
    }

    private static boolean isHiddenAfter(long revision, OriginRead.Answer answer) {
        if (!(answer instanceof OriginRead.Answer.Page page) || page.head() < revision) {
            return true;
        }
        return page.events().isEmpty()
                ? page.head() > revision
                : page.events().get(0).revision() > revision + 1;
    }

    private @Nullable RecordedEvent firstSelected(OriginRead.Answer answer) {
        return answer instanceof OriginRead.Answer.Page page
                ? page.events().stream()
                        .filter(spec.line()::selects)
                        .findFirst()
                        .orElse(null)
                : null;
    }

    private static NewEvent event(Pending pending) {
        return ((Change.Append) pending.change()).event();
    }

    private static NewEvent event(RecordedEvent event) {
        return new NewEvent(event.id(), event.type(), event.json(), event.data(), event.metadata());
    }

    private LinkStoppedException cannotTell(Lane lane, Pending first) {
        return new LinkStoppedException(
                StopReason.DESTINATION_REWOUND,
                "Stream '" + lane.name + "' of destination '" + spec.destination()
                        + "' is hidden from readers, and event "
                        + first.origin().event()
                        + " was not found in its newest " + MOST_PROBES
                        + " revisions. Start the link from a later position, or tombstone the stream at the destination if it is not needed.");
    }

    private LinkStoppedException perhapsTwice(Lane lane, Pending first) {
        return new LinkStoppedException(
                StopReason.CONFLICT,
                "Somebody else wrote and deleted stream '" + lane.name + "' of destination '" + spec.destination()
                        + "' while " + first.origin().event() + " was looked for: it may stand there twice now. Run one"
                        + " copy of a link at a time.");
    }
}
