package io.linker.testkit.internal.groups;

import java.util.List;

/** What a group reads: a stream, or {@code $all} behind a filter. Positions are revisions or commit positions. */
interface GroupSource {
    /**
     * Reads on.
     *
     * @param from  the first position to look at; it need not be one of an event
     * @param count most events to return, at least 1
     * @throws SourceFault if the source cannot be read any more, for example because it is tombstoned
     */
    Page read(long from, int count) throws SourceFault;

    /**
     * The first position to read for a group without a checkpoint.
     *
     * @throws SourceFault if nothing can begin there
     */
    long begin(StartFrom start) throws SourceFault;

    PositionText positions();

    /**
     * A part of the source.
     *
     * @param next       where to read on
     * @param end        whether there is nothing after this page for now
     * @param passedOver events after the last returned one that the filter does not let through
     * @param passedTo   position of the last of them; meaningless when there are none
     */
    record Page(List<? extends GroupEvent> events, long next, boolean end, int passedOver, long passedTo) {}

    /** The source cannot be read; the group drops its consumers for good. */
    final class SourceFault extends Exception {
        private static final long serialVersionUID = 1;

        SourceFault(String message) {
            super(message);
        }
    }
}
