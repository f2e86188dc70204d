package io.linker.esdb;

import com.eventstore.dbclient.proto.streams.StreamsOuterClass.ReadReq;
import io.linker.error.DatabaseException;
import io.linker.error.Failure;
import io.linker.error.Failure.Kind;
import io.linker.esdb.FiniteRead.Result;
import io.linker.event.Lane;
import io.linker.event.OriginPosition;
import io.linker.event.Position;
import io.linker.event.RecordedEvent;
import io.linker.origin.OriginRead;
import io.linker.origin.OriginSource;
import io.linker.verify.History;
import io.linker.verify.HistorySource;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a database holds, each reading over a connection of its own. Holds about 1 MiB, however slow the reader is. A reading of
 * {@code $all} that is cut goes on where it was. A category comes without metadata streams, which it has no links for.
 */
final class EsdbHistory implements HistorySource {
    private static final int MOST_CUTS_IN_A_ROW = 5;
    private static final long PAUSE_MILLIS = 1_000;

    private final Errand errand;
    private final OriginSource source;

    EsdbHistory(Errand errand, OriginSource source) {
        this.errand = errand;
        this.source = source;
    }

    @Override
    public OriginPosition end() {
        try {
            return errand.run(node -> {
                var reads = new OriginReads(node, source, errand.deadline());
                OriginRead.Answer answer = errand.await(then -> reads.start(new OriginRead.Head(), then));
                if (answer instanceof OriginRead.Answer.Failed failed) {
                    throw new FailedException(failed.failure());
                }
                return ((OriginRead.Answer.Head) answer).position();
            });
        } catch (FailedException e) {
            throw new DatabaseException(e.failure());
        }
    }

    @Override
    public History between(OriginPosition after, OriginPosition upTo) {
        return each -> {
            try {
                read(after, upTo, each);
            } catch (FailedException e) {
                throw new DatabaseException(e.failure());
            }
        };
    }

    private void read(OriginPosition after, OriginPosition upTo, Consumer<RecordedEvent> each) throws FailedException {
        if (source instanceof OriginSource.All all) {
            all(all, ((OriginPosition.All) after).position(), ((OriginPosition.All) upTo).position(), each);
            return;
        }
        var from = (OriginPosition.Streams) after;
        var to = (OriginPosition.Streams) upTo;
        errand.run(node -> {
            if (source instanceof OriginSource.Category category) {
                category(node, category, from, to, each);
            } else {
                for (String stream : ((OriginSource.Streams) source).streams()) {
                    stream(node, stream, from, to, each);
                }
            }
            return node;
        });
    }

    /** Reads on after a cut, as long as each connection brings something. */
    private void all(OriginSource.All all, Position after, Position upTo, Consumer<RecordedEvent> each)
            throws FailedException {
        var done = new Position[] {after};
        for (int cuts = 0; done[0].compareTo(upTo) < 0; ) {
            Position from = done[0];
            try {
                errand.run(node -> {
                    allOnce(node, all, from, upTo, event -> {
                        each.accept(event);
                        done[0] = event.position();
                    });
                    return node;
                });
                return;
            } catch (FailedException cut) {
                cuts = done[0].equals(from) ? cuts + 1 : 1;
                if (cuts > MOST_CUTS_IN_A_ROW || !cut.failure().kind().canHeal() || !pause()) {
                    throw cut;
                }
            }
        }
    }

    private static void allOnce(
            Node node, OriginSource.All all, Position after, Position upTo, Consumer<RecordedEvent> each)
            throws FailedException {
        new LongRead(node).run(ReadRequests.pageOfAll(after, all.filter(), Long.MAX_VALUE), message -> {
            RecordedEvent event = message.original();
            if (event.position().compareTo(after) > 0 && event.position().compareTo(upTo) <= 0) {
                each.accept(event);
            }
            return event.position().compareTo(upTo) < 0;
        });
    }

    /** False if the thread is interrupted. */
    private static boolean pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void category(
            Node node,
            OriginSource.Category category,
            OriginPosition.Streams after,
            OriginPosition.Streams upTo,
            Consumer<RecordedEvent> each)
            throws FailedException {
        long from = revision(after, category.linkStream()) + 1;
        long last = revision(upTo, category.linkStream());
        if (from > last) {
            return;
        }
        new LongRead(node).run(ReadRequests.targets(category.linkStream(), from), message -> {
            long link = message.original().revision();
            if (message.event() != null && link <= last) {
                each.accept(message.event());
            }
            return link < last;
        });
    }

    /** A metadata stream has no place in a position: it is read whole, with the beginning of its stream. */
    private void stream(
            Node node,
            String stream,
            OriginPosition.Streams after,
            OriginPosition.Streams upTo,
            Consumer<RecordedEvent> each)
            throws FailedException {
        if (revision(after, stream) == RecordedEvent.TOMBSTONE_REVISION) {
            return;
        }
        long from = revision(after, stream) + 1;
        long last = revision(upTo, stream);
        if (last == RecordedEvent.TOMBSTONE_REVISION || (from <= last && newest(node, stream) == null)) {
            each.accept(Messages.tombstone(stream));
            return; // its metadata stream is closed with it
        }
        if (from <= last) {
            upTo(node, stream, from, last, each);
        }
        if (after.equals(OriginPosition.Streams.START) && !Lane.isMetastream(stream)) {
            String metastream = Lane.metastreamOf(stream);
            Long newest = newest(node, metastream);
            if (newest != null && newest >= 0) {
                upTo(node, metastream, 0, newest, each);
            }
        }
    }

    private static long revision(OriginPosition.Streams position, String stream) {
        return position.revisions().getOrDefault(stream, -1L);
    }

    /** The newest revision; -1 where nothing can be read, null where the stream is tombstoned. */
    private @Nullable Long newest(Node node, String stream) throws FailedException {
        ReadReq newest = ReadRequests.page(stream, Long.MAX_VALUE, true, 1);
        Result result = errand.await(then -> FiniteRead.start(node.calls(), newest, errand.deadline(), then));
        if (result instanceof Result.Failed failed) {
            Failure failure = Feeds.endOfStream(failed.status(), failed.trailers(), node.who(), stream);
            if (failure.kind() == Kind.STREAM_DELETED) {
                return null;
            }
            throw new FailedException(failure);
        }
        boolean readable = result instanceof Result.Page page && !page.events().isEmpty();
        return readable ? ((Result.Page) result).events().get(0).revision() : -1;
    }

    private static void upTo(Node node, String stream, long from, long last, Consumer<RecordedEvent> each)
            throws FailedException {
        new LongRead(node).run(ReadRequests.page(stream, from, false, last - from + 1), message -> {
            RecordedEvent event = message.original();
            if (event.revision() <= last) {
                each.accept(event);
            }
            return event.revision() < last;
        });
    }
}
