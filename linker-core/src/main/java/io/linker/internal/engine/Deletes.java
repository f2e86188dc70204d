package io.linker.internal.engine;

import io.linker.event.NewEvent;
import io.linker.event.RecordedEvent;
import io.linker.event.SkipReason;
import io.linker.origin.OriginRead;
import io.linker.transform.StreamDocument;
import io.linker.write.WriteAnswer;
import io.linker.write.WriteRequest;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Soft deletes. Each follows as a document of the metadata stream, see {@link MetadataWrites}; here is decided whether it comes
 * in time: a delete from an earlier time must not hide what was written after it, nor what its origin did not know.
 *
 * <p>The exact revision of the metadata stream says nothing about the stream. So where others write, too, its head is asked for
 * again behind the delete, and what came in between is shown again.
 */
final class Deletes {
    private final LinkSpec spec;
    private final DestinationEnd destination;
    private final OriginEnd origin;
    private final MetadataWrites documents;
    private final Marks marks;

    Deletes(LinkSpec spec, DestinationEnd destination, OriginEnd origin, MetadataWrites documents, Marks marks) {
        this.spec = spec;
        this.destination = destination;
        this.origin = origin;
        this.documents = documents;
        this.marks = marks;
    }

    void run(Lane lane, Pending first) {
        if (isOvertaken(lane, first)) {
            documents.done(lane, first, SkipReason.SUPERSEDED);
        } else if (spec.rules().exclusive()) {
            documents.write(lane, first, document -> documents.delivered(lane, first));
        } else if (!lane.causality.unknownTo(first).isEmpty()) {
            documents.done(lane, first, SkipReason.CONFLICT);
        } else if (lane.alreadyThere < 0) {
            delete(lane, first);
        } else {
            unlessOvertaken(lane, first);
        }
    }

    /** Whether something that came after the delete is known to be at the destination. */
    private static boolean isOvertaken(Lane lane, Pending first) {
        return !lane.ahead.isEmpty() || lane.newestThere > first.sequence();
    }

    /** An event of ours that is newer than the delete is at the destination already: the delete comes too late. */
    private void unlessOvertaken(Lane lane, Pending first) {
        var page = new OriginRead.StreamPage(first.origin().lane(), lane.alreadyThere, false, 1);
        origin.read(page, answer -> {
            RecordedEvent ours = answer instanceof OriginRead.Answer.Page found
                            && !found.events().isEmpty()
                    ? found.events().get(0)
                    : null;
            // One that cannot be read at the origin either was hidden by this delete or by a later one.
            if (ours != null && ours.revision() == lane.alreadyThere && isBehind(ours, first)) {
                documents.done(lane, first, SkipReason.SUPERSEDED);
            } else {
                delete(lane, first);
            }
        });
    }

    private static boolean isBehind(RecordedEvent ours, Pending delete) {
        return ours.position().compareTo(delete.origin().event().position()) > 0;
    }

    private void delete(Lane lane, Pending first) {
        if (lane.tail == Lane.UNKNOWN) {
            askHead(lane, first, head -> hide(lane, first, head));
        } else {
            hide(lane, first, lane.tail);
        }
    }

    private void hide(Lane lane, Pending first, long head) {
        documents.write(
                lane,
                first,
                document -> askHead(lane, first, now -> {
                    if (now > head) {
                        show(lane, first, head + 1, document, 2);
                    } else {
                        documents.delivered(lane, first);
                    }
                }));
    }

    private void askHead(Lane lane, Pending first, LongConsumer then) {
        NewEvent any = marks.revival(first.origin().event(), 0);
        destination.askHead(lane.name, any, then, answer -> documents.refused(lane, first, answer));
    }

    /**
     * Shows again what somebody wrote while the stream was deleted. The first document written to a deleted stream's metadata
     * makes the server hide everything up to the head by one of its own; so it is written again. Where another document came
     * meanwhile, that one counts.
     */
    private void show(Lane lane, Pending first, long from, long document, int times) {
        NewEvent shows = marks.revival(first.origin().event(), from);
        destination.write(new WriteRequest.Append(lane.metastream(), document, List.of(shows)), answer -> {
            if (answer instanceof WriteAnswer.Success && times > 1) {
                show(lane, first, from, document + 2, times - 1); // this one, and the server's
            } else if (answer instanceof WriteAnswer.Success || answer instanceof WriteAnswer.WrongExpectedRevision) {
                lane.tail = Lane.UNKNOWN;
                documents.delivered(lane, first);
            } else {
                documents.refused(lane, first, answer);
            }
        });
    }

    static boolean isSoftDelete(RecordedEvent document) {
        StreamDocument read =
                document.type().equals(RecordedEvent.METADATA_TYPE) ? StreamDocument.read(document.data()) : null;
        return read != null && read.isSoftDelete();
    }
}
