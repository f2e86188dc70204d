package io.linker.internal.engine;

import io.linker.testkit.internal.log.StreamView;
import java.util.Map;
import java.util.TreeMap;

/**
 * What became of each stream at the origin, without what the link leaves out, so that it can be said what a reader of the
 * copy must see.
 */
final class Fates {
    /** What became of one stream. */
    static final class Fate {
        /** How many events are to be copied. */
        private int events;
        /** How many of the first of them a reader no longer sees; -1 where that is not known. */
        private int hidden;

        private boolean deleted;
        private boolean tombstoned;

        boolean isTombstoned() {
            return tombstoned;
        }

        int hidden() {
            return hidden;
        }

        StreamView.State state() {
            if (tombstoned) {
                return StreamView.State.TOMBSTONED;
            }
            return deleted || events == 0 ? StreamView.State.NOT_FOUND : StreamView.State.FOUND;
        }

        void deleted(boolean everWritten) {
            deleted |= everWritten;
        }

        void tombstoned() {
            tombstoned = true;
        }

        /**
         * A document was set that truncates so many of the events to be copied. On a deleted stream the server puts $tb behind the
         * head, whatever the document says.
         */
        void described(int truncated) {
            hidden = deleted ? events : truncated;
            deleted = false;
        }

        /** An event was written that is to be copied. */
        void appended() {
            if (deleted) {
                hidden = events;
                deleted = false;
            }
            events++;
        }

        /** The origin was scavenged, before anything was copied. */
        void scavenged(int left) {
            events = left;
            hidden = deleted ? 0 : -1;
        }
    }

    private final Map<String, Fate> fates = new TreeMap<>();

    Fate of(String stream) {
        return fates.computeIfAbsent(stream, name -> new Fate());
    }

    Map<String, Fate> all() {
        return fates;
    }
}
