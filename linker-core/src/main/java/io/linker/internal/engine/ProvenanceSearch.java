package io.linker.internal.engine;

import io.linker.conflict.ConflictPolicy;
import io.linker.event.Birth;
import io.linker.event.Position;
import io.linker.event.RecordedEvent;
import io.linker.origin.OriginRead;
import io.linker.write.ReadAnswer;
import io.linker.write.ReadRequest;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the newest event of ours by what events say about themselves: the number it has at the origin decides, so it does
 * not matter how far the destination is ahead of the link, or what others wrote between.
 */
final class ProvenanceSearch implements Reconciler.TailSearch {
    private static final int MAX_PAGE = 256;
    private static final int FIRST_PAGE = 8;

    private static final int PREDECESSORS = 32;
    private static final ReadAnswer.Page NOTHING = new ReadAnswer.Page(List.of(), -1);

    private final LinkSpec spec;
    private final DestinationEnd destination;
    private final OriginEnd origin;
    private final Marks marks;

    ProvenanceSearch(LinkSpec spec, DestinationEnd destination, OriginEnd origin, Marks marks) {
        this.spec = spec;
        this.destination = destination;
        this.origin = origin;
        this.marks = marks;
    }

    @Override
    public void find(Lane lane, ReadAnswer.Page newest, Consumer<Found> then, Consumer<ReadAnswer.Denied> refused) {
        var search = new Search(lane, newest.head(), then, refused);
        RecordedEvent top = newest.events().get(0);
        boolean alone = spec.rules().loop() == LinkSpec.Loop.ONE_WAY;
        if (alone || marks.read(top) != null || top.revision() <= read(lane)) {
            search.look(newest, FIRST_PAGE);
        } else {
            search.readBack(PREDECESSORS, () -> search.look(newest, FIRST_PAGE));
        }
    }

    /** Destination revision up to which nothing more is to be learned. */
    private static long read(Lane lane) {
        return lane.readAgain ? Lane.UNKNOWN : lane.confirmed;
    }

    /**
     * One search: a page of the destination after the other until what stands below no longer matters; then a page of the
     * origin after the other until it is known whether the strangers' events that were found are news there.
     */
    private final class Search {
        private final Lane lane;
        private final Consumer<Found> then;
        private final Consumer<ReadAnswer.Denied> refused;
        private Standing standing;
        private long lowest;

        /** What stands here or below was read before; -1 for nothing. */
        private long known;

        /** Place in {@code $all} before which what is hidden is read; null as long as readers see it. */
        private @Nullable Position before;

        /** The same of the origin. */
        private @Nullable Position originBefore;

        /** Events of the destination above the newest that is known as ours, newest first, that may be ours without a mark. */
        private final BareEvents bare;

        Search(Lane lane, long head, Consumer<Found> then, Consumer<ReadAnswer.Denied> refused) {
            this.lane = lane;
            this.then = then;
            this.refused = refused;
            this.standing = Standing.nothingOfOurs(head);
            this.lowest = head + 1;
            this.known = read(lane);
            this.bare = new BareEvents(spec, origin, lane);
            if (lane.readAgain) {
                lane.causality.forgetStrangers();
            }
        }

        /** Reads a page of what the origin's stream held before the first event that arrived. */
        void readBack(int count, Runnable next) {
            Pending first = lane.waiting.peekFirst();
            if (first == null || lane.causality.unread() < 0) {
                next.run();
                return;
            }
            readOrigin(first, count, answer -> {
                int read = 0;
                if (answer instanceof OriginRead.Answer.Page page
                        && !page.events().isEmpty()) {
                    long unread = lane.causality.unread();
                    page.events().forEach(this::readBack);
                    read = (int) (unread - lane.causality.unread());
                } else if (spec.rules().deletesInLoop() && originBefore == null) {
                    originBefore = first.origin().event().position();
                } else {
                    lane.causality.readBackTo(0);
                }
                if (read < count && lane.causality.unread() >= 0) {
                    readBack(count - read, next); // a page has fewer where events are large
                } else {
                    next.run();
                }
            });
        }

        /** What readers do not see is read from {@code $all}. */
        private void readOrigin(Pending first, int count, Consumer<OriginRead.Answer> then) {
            String stream = first.origin().lane();
            if (originBefore == null) {
                origin.page(new OriginRead.StreamPage(stream, lane.causality.unread(), true, count), then);
            } else {
                origin.read(new OriginRead.Written(stream, originBefore, count), then);
            }
        }

        private void readBack(RecordedEvent event) {
            originBefore = originBefore == null ? null : event.position();
            if (event.revision() > lane.causality.unread()) {
                return;
            }
            Birth birth = marks.birth(event, spec.origin());
            lane.causality.readBack(birth.database().equals(spec.origin()) ? null : birth);
            lane.causality.readBackTo(event.revision());
        }

        void look(ReadAnswer.Page page, int nextCount) {
            for (RecordedEvent event : page.events()) {
                before = before == null ? null : event.position();
                if (event.revision() >= lowest) {
                    continue;
                }
                if (event.revision() <= known) {
                    lowest = lane.causality.thereFrom();
                    break;
                }
                lowest = event.revision();
                if (settles(event) && !wantsMore()) {
                    compare();
                    return;
                }
            }
            boolean wasKnown = lowest <= known;
            known = wasKnown ? -1 : known;
            if (lowest == 0 || (wasKnown && !wantsMore())) {
                compare();
            } else {
                destination.read(next(nextCount), answer -> {
                    if (answer instanceof ReadAnswer.Page next && !next.events().isEmpty()) {
                        look(next, Math.min(MAX_PAGE, nextCount * 4));
                    } else if (answer instanceof ReadAnswer.Denied denied) {
                        refused.accept(denied);
                    } else if (spec.rules().deletesInLoop() && before == null) {
                        before = Position.END;
                        look(NOTHING, nextCount);
                    } else if (lane.confirmed >= lowest || before != null) {
                        lowest = 0;
                        compare();
                    } else {
                        settleBare(() -> then.accept(new Found(standing, lowest)));
                    }
                });
            }
        }

        private ReadRequest next(int count) {
            return before == null
                    ? new ReadRequest(lane.name, lowest - 1, count)
                    : ReadRequest.written(lane.name, before, count);
        }

        /** Takes note of an event of the destination; whether nothing that waits can stand below it. */
        private boolean settles(RecordedEvent event) {
            Birth birth = marks.birth(event, spec.destination());
            if (!birth.database().equals(spec.origin())) {
                lane.causality.there(birth);
            }
            Marks.Ours ours = marks.read(event);
            if (ours != null) {
                if (ours.revision() > standing.origin()) { // one that was re-driven stands behind newer ones
                    bare.allAbove();
                    standing = new Standing(standing.head(), ours.revision(), event.revision());
                }
                return !ours.lostItsPlace();
            }
            if (event.revision() > read(lane)) {
                // In a loop every event has provenance, and one that came another way does not say what came before it.
                if (spec.rules().loop() == LinkSpec.Loop.ONE_WAY && marks.mayBeBare(event)) {
                    bare.add(event, standing.origin() >= 0);
                } else {
                    stranger(event);
                }
            }
            Pending first = lane.waiting.peekFirst();
            return first != null && lane.causality.isKnownTo(first, birth);
        }

        /** In a loop, what the filter leaves out never comes to the origin, so nobody there can know it. */
        private void stranger(RecordedEvent event) {
            boolean counts =
                    spec.rules().loop() == LinkSpec.Loop.ONE_WAY || spec.line().selects(event);
            counts &= !spec.rules().looksUp() || !marks.isOpaque(event.metadata()); // nothing tells whose it is
            if (counts && spec.rules().conflicts() != ConflictPolicy.ignore()) {
                lane.causality.stranger(marks.birth(event, spec.destination()));
            }
        }

        private void settleBare(Runnable next) {
            // What is read again may be what this run wrote: a run without provenance begins where the marks say.
            long newest = lane.readAgain ? standing.origin() : Math.max(standing.origin(), lane.newestOrigin);
            bare.settle(newest, ours -> {
                standing = ours == null ? standing : new Standing(standing.head(), ours.origin(), ours.place());
                bare.strangers().forEach(this::stranger);
                next.run();
            });
        }

        /**
         * Events that come by several ways may stand below what settles the others: down to what was read before nothing is
         * left out, and what is new is looked for below that, too.
         */
        private boolean wantsMore() {
            return spec.rules().loop() == LinkSpec.Loop.MESH
                    && (known >= 0 || lane.waiting.stream().anyMatch(lane.causality::isNew));
        }

        /** Whether the strangers' events are news to the origin; what it wrote before the newest of ours, it wrote without. */
        private void compare() {
            Pending first = lane.waiting.peekFirst();
            long newestOfOurs = Math.max(standing.origin(), lane.newestOrigin);
            boolean mayBeKnown = first != null
                    && spec.rules().loop() != LinkSpec.Loop.ONE_WAY
                    && lane.causality.unread() > newestOfOurs
                    && lane.causality.unknownTo(first).stream()
                            .anyMatch(stranger -> lane.causality.mayBeKnown(first, stranger));
            if (mayBeKnown) {
                readBack(MAX_PAGE, this::compare);
            } else {
                lane.causality.thereFrom(lowest);
                settleBare(() -> then.accept(new Found(standing, 0)));
            }
        }
    }
}
