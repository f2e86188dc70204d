package io.linker.internal.prepare;

import io.linker.event.Lane;
import io.linker.event.RecordedEvent;
import io.linker.transform.StreamDocument;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Recognises the documents that the server writes by itself when a soft-deleted stream comes back to life: a copy of the
 * previous document, with empty metadata, and with {@code $tb} at the revision where the new life begins. The destination's
 * server writes its own; the origin's would hide the wrong events there.
 *
 * <p>Remembers the last document of the lanes seen most recently. Of a lane that is not known, as after a restart, a document
 * that says nothing but {@code $tb} is taken for the server's: were it a user's, only a truncation is not repeated at the
 * destination, while the other mistake would bring deleted events back.
 */
final class Recreations {
    private static final int MOST_LANES = 10_000;
    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    private final Map<String, Last> lanes = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Last> eldest) {
            return size() > MOST_LANES;
        }
    };

    /** What the last document left its stream in. */
    private enum Life {
        UNKNOWN,
        LIVE,
        DELETED,
        /** A document was written to a deleted stream: that revives it, and the server's copy comes next. */
        REVIVED,
        /** A document was written to a stream that may have been deleted; then the server's copy comes at once. */
        PERHAPS_REVIVED
    }

    private record Last(long revision, Life life, Instant created) {}

    /** Whether the server made this document; null for one that it takes for empty. */
    boolean isServerMade(RecordedEvent event, @Nullable StreamDocument document) {
        String lane = Lane.of(event.stream());
        Life before = lifeBefore(lane, event);
        boolean serverMade = document != null
                && document.truncateBefore().isPresent()
                && !document.isSoftDelete()
                && event.metadata().length == 0
                && canFollow(before, document);
        lanes.put(lane, new Last(event.revision(), lifeAfter(before, document, serverMade), event.created()));
        return serverMade;
    }

    private Life lifeBefore(String lane, RecordedEvent event) {
        if (event.revision() == 0) {
            return Life.LIVE;
        }
        Last last = lanes.get(lane);
        if (last == null || last.revision != event.revision() - 1) {
            return Life.UNKNOWN;
        }
        // The server writes its copy in one go with what it copies.
        boolean atOnce = event.created().isBefore(last.created.plus(AT_ONCE));
        return last.life == Life.PERHAPS_REVIVED && !atOnce ? Life.LIVE : last.life;
    }

    private static boolean canFollow(Life before, StreamDocument document) {
        return switch (before) {
            case DELETED, REVIVED, PERHAPS_REVIVED -> true;
            case UNKNOWN -> document.onlyTruncates();
            case LIVE -> false;
        };
    }

    private static Life lifeAfter(Life before, @Nullable StreamDocument document, boolean serverMade) {
        if (document != null && document.isSoftDelete()) {
            return Life.DELETED;
        }
        if (serverMade) {
            return Life.LIVE;
        }
        return switch (before) {
            case DELETED -> Life.REVIVED;
            case UNKNOWN -> Life.PERHAPS_REVIVED;
            default -> Life.LIVE;
        };
    }
}
