package io.linker;

import io.linker.checkpoint.Checkpoint;
import io.linker.checkpoint.CheckpointCodec;
import io.linker.checkpoint.CheckpointStore;
import io.linker.checkpoint.Share;
import io.linker.esdb.EsdbConnection;
import io.linker.esdb.EsdbLink;
import io.linker.event.NewEvent;
import io.linker.event.RecordedEvent;
import org.jspecify.annotations.Nullable;

/**
 * What is noted at the destination about a link, as who does not run it reads and writes it.
 *
 * @param checkpoints where the link keeps its position; null for the destination
 * @param share one share of the link; the number of all is what counts
 */
record LinkNotes(EsdbConnection destination, @Nullable CheckpointStore checkpoints, Share share, String link) {
    /** The checkpoint of the link; of one that is split, that of the share which is furthest behind. Null for none. */
    @Nullable
    Checkpoint checkpoint() {
        Checkpoint last = null;
        for (int index = 0; index < share.count(); index++) {
            Checkpoint next = checkpoint(new Share(index, share.count()).of(link));
            if (next == null) {
                return null;
            }
            last = last == null || last.position().reaches(next.position()) ? next : last;
        }
        return last;
    }

    private @Nullable Checkpoint checkpoint(String called) {
        if (checkpoints != null) {
            return checkpoints.load(called).checkpoint();
        }
        RecordedEvent newest = newest(Checkpoint.stream(called));
        return newest == null ? null : CheckpointCodec.decode(newest.data());
    }

    /** The newest event of a stream; null for none. */
    @Nullable
    RecordedEvent newest(String stream) {
        return EsdbLink.newest(destination, stream, link + "-note");
    }

    /** Begins a stream with an event, if it is not there. */
    void begin(String stream, NewEvent event) {
        EsdbLink.begin(destination, stream, event, link + "-note");
    }
}
