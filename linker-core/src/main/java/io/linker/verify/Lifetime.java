package io.linker.verify;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a lane stands at the end of a history.
 *
 * @param life what its deletes and tombstones left
 * @param document its newest metadata document; null for none, or one that is not compared
 * @param comparable whether the absence of a document means that there is none
 */
record Lifetime(Life life, @Nullable Entry document, boolean comparable) {
    enum Life {
        LIVE("lives"),
        DELETED("is deleted"),
        /** Deleted, then back, but perhaps by events that are not looked at. */
        REVIVED("lives"),
        TOMBSTONED("is tombstoned"),
        UNTOLD("is not told");

        private final String words;

        Life(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    boolean isLive() {
        return life == Life.LIVE || life == Life.REVIVED;
    }

    /** Whether a copy of a lane that stands like this may stand like {@code copy}. */
    boolean allows(Lifetime copy) {
        return life == Life.UNTOLD
                || life == copy.life
                || (isLive() && copy.isLive())
                || (life == Life.REVIVED && copy.life == Life.DELETED);
    }

    /** How a lane may stand by now: with all that is due, or with some of what is late, too. */
    static Set<Lifetime> possible(Spool entries) {
        var states = new LinkedHashSet<Lifetime>();
        var now = new Lifetime(Life.LIVE, null, true);
        try (Spool.Cursor cursor = entries.open()) {
            for (Entry entry = cursor.next(); entry != null; entry = cursor.next()) {
                if (entry.late()) {
                    states.add(now);
                }
                now = now.after(entry);
            }
        }
        states.add(now);
        return states;
    }

    static Lifetime of(Spool entries) {
        var now = new Lifetime(Life.LIVE, null, true);
        try (Spool.Cursor cursor = entries.open()) {
            for (Entry entry = cursor.next(); entry != null; entry = cursor.next()) {
                now = now.after(entry);
            }
        }
        return now;
    }

    private Lifetime after(Entry entry) {
        if (life == Life.TOMBSTONED || (life == Life.UNTOLD && entry.role() != Entry.Role.TOMBSTONE)) {
            return this;
        }
        return switch (entry.role()) {
            case EVENT -> life == Life.LIVE ? this : new Lifetime(Life.LIVE, document, comparable);
            case DOCUMENT -> new Lifetime(Life.LIVE, entry, true);
            case DELETE -> new Lifetime(Life.DELETED, null, true);
            case REVIVAL -> new Lifetime(life == Life.LIVE ? Life.LIVE : Life.REVIVED, null, false);
            case TOMBSTONE -> new Lifetime(Life.TOMBSTONED, null, true);
            case UNTOLD -> new Lifetime(Life.UNTOLD, null, false);
        };
    }
}
