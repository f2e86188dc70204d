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
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * What a database holds from its beginning to its end as of the call, over a connection that lasts as long as the call. Holds
 * about 1 MiB, however slow the reader is. A category comes without metadata streams, which it has no links for.
 */
final class EsdbHistory implements History {
    private static final int WINDOW = 1024 * 1024;

    private final EsdbConnection connection;
    private final OriginSource source;
    private final String name;

    EsdbHistory(EsdbConnection connection, OriginSource source, String name) {
        this.connection = connection;
        this.source = source;
        this.name = name;
    }

    @Override
    public void read(Consumer<RecordedEvent> each) {
        var threads = new EndThreads(name + "-history", 1);
        try (var channels = new Channels(connection, threads, WINDOW)) {
            Node node = new Connector(connection, channels, threads, false).connect(Optional.empty());
            if (source instanceof OriginSource.All all) {
                all(node, all, each);
            } else if (source instanceof OriginSource.Category category) {
                new LongRead(node).run(ReadRequests.targets(category.linkStream()), event -> {
                    if (event.hasEvent()) {
                        each.accept(Messages.event(event.getEvent()));
                    }
                    return true;
                });
            } else {
                for (String stream : ((OriginSource.Streams) source).streams()) {
                    stream(node, stream, each);
                    if (!Lane.isMetastream(stream)) {
                        stream(node, Lane.metastreamOf(stream), each);
                    }
                }
            }
        } catch (FailedException e) {
            throw new DatabaseException(e.failure());
        } finally {
            threads.close(Duration.ofSeconds(2));
        }
    }

    private void all(Node node, OriginSource.All all, Consumer<RecordedEvent> each) throws FailedException {
        var reads = new OriginReads(node, all, connection.timing().deadline());
        OriginRead.Answer answer = await(then -> reads.start(new OriginRead.Head(), then));
        if (answer instanceof OriginRead.Answer.Failed failed) {
            throw new FailedException(failed.failure());
        }
        Position last = ((OriginPosition.All) ((OriginRead.Answer.Head) answer).position()).position();
        ReadReq request = ReadRequests.pageOfAll(Position.START, all.filter(), Long.MAX_VALUE);
        new LongRead(node).run(request, message -> {
            RecordedEvent event = Messages.event(message.getEvent());
            boolean inside = event.position().compareTo(last) <= 0;
            if (inside) {
                each.accept(event);
            }
            return inside && event.position().compareTo(last) < 0;
        });
    }

    private void stream(Node node, String stream, Consumer<RecordedEvent> each) throws FailedException {
        ReadReq newest = ReadRequests.page(stream, Long.MAX_VALUE, true, 1);
        Result result = await(then ->
                FiniteRead.start(node.calls(), newest, connection.timing().deadline(), then));
        if (result instanceof Result.Failed failed) {
            Failure failure = Feeds.endOfStream(failed.status(), failed.trailers(), node.who(), stream);
            if (failure.kind() != Kind.STREAM_DELETED) {
                throw new FailedException(failure);
            }
            if (!Lane.isMetastream(stream)) { // that of a tombstoned stream is closed with it
                each.accept(Messages.tombstone(stream));
            }
        } else if (result instanceof Result.Page page) {
            List<RecordedEvent> last = page.events();
            if (!last.isEmpty()) {
                upTo(node, stream, last.get(0).revision(), each);
            }
        }
    }

    private static void upTo(Node node, String stream, long last, Consumer<RecordedEvent> each) throws FailedException {
        new LongRead(node).run(ReadRequests.page(stream, 0, false, last + 1), message -> {
            RecordedEvent event = Messages.event(Messages.original(message));
            if (event.revision() <= last) {
                each.accept(event);
            }
            return event.revision() < last;
        });
    }

    private <T> T await(Consumer<Consumer<T>> question) throws FailedException {
        var answer = new CompletableFuture<T>();
        question.accept(answer::complete);
        try {
            // The question has a deadline of its own; this only keeps a lost answer from hanging the caller.
            return answer.get(connection.timing().deadline().toMillis() * 2, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new FailedException(new Failure(Kind.ENDED, "Reading from " + connection + " was interrupted", e));
        } catch (ExecutionException | TimeoutException e) {
            throw new FailedException(new Failure(Kind.TIMEOUT, connection + " did not answer", e));
        }
    }
}
