package io.linker.testkit.internal.groups;

import io.linker.testkit.internal.groups.GroupSource.Page;
import io.linker.testkit.internal.groups.GroupSource.SourceFault;

/** Reads the source of a group into its waiting messages, as far as there is room. */
final class Intake {
    private final GroupSettings settings;
    private final GroupSource source;
    private final Waiting waiting;
    private final Progress progress;
    private long next;
    private long lastKnown = Progress.NONE;
    private boolean live;

    Intake(GroupSettings settings, GroupSource source, Waiting waiting, Progress progress) {
        this.settings = settings;
        this.source = source;
        this.waiting = waiting;
        this.progress = progress;
    }

    void begin(long first) {
        next = first;
    }

    /** Reads one page; returns whether there is more that could be read at once. */
    boolean readPage() throws SourceFault {
        int room = room();
        if (room <= 0) {
            return false;
        }
        Page page = source.read(next, room);
        for (GroupEvent event : page.events()) {
            waiting.addFresh(new Message(event, progress.taken(event.position()), 0));
            lastKnown = event.position();
        }
        if (page.passedOver() > 0) {
            progress.passedOver(page.passedOver(), page.passedTo());
        }
        next = page.next();
        live = page.end();
        return !page.end();
    }

    /** A group that fell behind waits until a whole batch fits; one that is live takes what fits. */
    private int room() {
        int batch = settings.effectiveBatch();
        if (live) {
            return Math.min(batch, settings.historyBufferSize() - waiting.freshCount());
        }
        return settings.historyBufferSize() - waiting.size() > settings.readBatchSize() ? batch : 0;
    }

    boolean isLive() {
        return live;
    }

    /** The last event taken from the source, {@link Progress#NONE} before the first. */
    long lastKnown() {
        return lastKnown;
    }
}
