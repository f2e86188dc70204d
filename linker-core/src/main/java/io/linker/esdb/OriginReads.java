package io.linker.esdb;

import com.eventstore.dbclient.proto.streams.StreamsOuterClass.ReadReq;
import io.linker.error.Failure;
import io.linker.error.Failure.Kind;
import io.linker.esdb.FiniteRead.Result;
import io.linker.event.OriginPosition;
import io.linker.event.Position;
import io.linker.event.RecordedEvent;
import io.linker.event.ServerFilter;
import io.linker.origin.OriginRead;
import io.linker.origin.OriginRead.Answer;
import io.linker.origin.OriginSource;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The questions to an origin beside its subscription, each answered once within the deadline. */
final class OriginReads {
    private final Node node;
    private final OriginSource source;
    private final Duration deadline;

    OriginReads(Node node, OriginSource source, Duration deadline) {
        this.node = node;
        this.source = source;
        this.deadline = deadline;
    }

    void start(OriginRead read, Consumer<Answer> then) {
        if (read instanceof OriginRead.StreamPage page) {
            var request = ReadRequests.page(page.stream(), page.from(), page.backwards(), page.count());
            runOn(page.stream(), request, result -> then.accept(page(page.stream(), result)));
        } else if (read instanceof OriginRead.Written written) {
            ReadReq request = ReadRequests.written(written.stream(), written.before(), written.count());
            run(
                    request,
                    result -> then.accept(
                            result instanceof Result.Failed failed ? failed(failed) : page(written.stream(), result)));
        } else if (read instanceof OriginRead.EventAt at) {
            eventAt(at.position(), then);
        } else if (source instanceof OriginSource.All all) {
            headOf(read instanceof OriginRead.End ? null : all.filter(), then);
        } else {
            new HeadOfStreams(streams(), then).next();
        }
    }

    private void run(ReadReq request, Consumer<Result> then) {
        FiniteRead.start(node.calls(), request, deadline, then);
    }

    private void runOn(String stream, ReadReq request, Consumer<Result> then) {
        StreamRead.start(node, stream, request, deadline, then);
    }

    private List<String> streams() {
        return source instanceof OriginSource.Streams some
                ? some.streams()
                : List.of(((OriginSource.Category) source).linkStream());
    }

    private Answer page(String stream, Result result) {
        if (result instanceof Result.Page page) {
            return new Answer.Page(page.events(), page.head());
        }
        if (result instanceof Result.Failed failed) {
            return failed(stream, failed);
        }
        return result instanceof Result.Deleted ? new Answer.Tombstoned() : new Answer.Page(List.of(), -1);
    }

    private void eventAt(Position position, Consumer<Answer> then) {
        ReadReq request = ReadRequests.pageOfAll(position, null, 1);
        run(request, result -> {
            if (!(result instanceof Result.Failed failed)) {
                List<RecordedEvent> events = result instanceof Result.Page page ? page.events() : List.of();
                then.accept(new Answer.Page(
                        events.stream()
                                .filter(event -> event.position().equals(position))
                                .toList(),
                        -1));
                return;
            }
            Feeds.ifNoSuchPosition(
                    node,
                    position,
                    failed.status(),
                    deadline,
                    none -> then.accept(
                            none
                                    ? new Answer.Failed(Feeds.noSuchPosition(position, node.who(), failed.status()))
                                    : failed(failed)));
        });
    }

    /**
     * The newest event that the subscription would bring: one that the server filters never arrives, so a link that waited
     * for it would wait for ever. Where none is found in time, the newest of all has to do.
     */
    private void headOf(@Nullable ServerFilter filter, Consumer<Answer> then) {
        run(ReadRequests.newestOfAll(filter), result -> {
            Answer answer = headOfAll(result);
            boolean tooSparse = filter != null
                    && answer instanceof Answer.Failed failed
                    && failed.failure().kind() == Kind.TIMEOUT;
            if (tooSparse) {
                headOf(null, then);
            } else {
                then.accept(answer);
            }
        });
    }

    private Answer headOfAll(Result result) {
        if (result instanceof Result.Failed failed) {
            return failed(failed);
        }
        List<RecordedEvent> events = result instanceof Result.Page page ? page.events() : List.of();
        return events.isEmpty()
                ? new Answer.Head(OriginPosition.All.START, null)
                : new Answer.Head(new OriginPosition.All(events.get(0).position()), events.get(0));
    }

    /** A failed call about {@code $all}. */
    private Answer failed(Result.Failed failed) {
        Failure failure = Failures.of(failed.status(), failed.trailers(), node.who());
        return new Answer.Failed(Feeds.aboutAll(failure, node.who()));
    }

    private Answer failed(String stream, Result.Failed failed) {
        return new Answer.Failed(Feeds.endOfStream(failed.status(), failed.trailers(), node.who(), stream));
    }

    /** Asks the streams one after the other, which is quick enough for what a status shows. */
    private final class HeadOfStreams {
        private final List<String> streams;
        private final Consumer<Answer> then;
        private Answer.Head head = new Answer.Head(OriginPosition.Streams.START, null);
        private int next;

        HeadOfStreams(List<String> streams, Consumer<Answer> then) {
            this.streams = streams;
            this.then = then;
        }

        void next() {
            if (next == streams.size()) {
                then.accept(head);
                return;
            }
            String stream = streams.get(next++);
            runOn(stream, ReadRequests.page(stream, Long.MAX_VALUE, true, 1), result -> merge(stream, result));
        }

        private void merge(String stream, Result result) {
            if (result instanceof Result.Page page && page.head() >= 0) {
                add(stream, page.head(), page.events());
            } else if (result instanceof Result.Failed failed) {
                then.accept(failed(stream, failed));
                return;
            } else if (result instanceof Result.Deleted) {
                add(stream, RecordedEvent.TOMBSTONE_REVISION, List.of());
            }
            next();
        }

        private void add(String stream, long revision, List<RecordedEvent> events) {
            var position = ((OriginPosition.Streams) head.position()).with(stream, revision);
            RecordedEvent newest = head.newest();
            for (RecordedEvent event : events) {
                newest = newest == null || event.created().isAfter(newest.created()) ? event : newest;
            }
            head = new Answer.Head(position, newest);
        }
    }
}
