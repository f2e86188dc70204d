package io.linker.esdb;

import com.eventstore.dbclient.proto.streams.StreamsOuterClass.ReadReq;
import io.grpc.Status;
import io.linker.error.Failure;
import io.linker.error.Failure.Kind;
import io.linker.esdb.FiniteRead.Result;
import io.linker.event.OriginPosition;
import io.linker.event.Position;
import io.linker.event.RecordedEvent;
import io.linker.origin.OriginRead;
import io.linker.origin.OriginRead.Answer;
import io.linker.origin.OriginSource;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

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
            run(request, result -> then.accept(page(page.stream(), result)));
        } else if (read instanceof OriginRead.EventAt at) {
            run(ReadRequests.pageOfAll(at.position(), null, 1), result -> then.accept(eventAt(at.position(), result)));
        } else if (source instanceof OriginSource.All) {
            run(ReadRequests.newestOfAll(), result -> then.accept(headOfAll(result)));
        } else {
            new HeadOfStreams(streams(), then).next();
        }
    }

    private void run(ReadReq request, Consumer<Result> then) {
        FiniteRead.start(node.calls(), request, deadline, then);
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
        return result instanceof Result.Failed failed ? failed(stream, failed) : new Answer.Page(List.of(), -1);
    }

    private Answer eventAt(Position position, Result result) {
        if (result instanceof Result.Failed failed) {
            return failed.status().getCode() == Status.Code.INVALID_ARGUMENT
                    ? new Answer.Failed(Feeds.noSuchPosition(position, node.who(), failed.status()))
                    : failed(failed);
        }
        List<RecordedEvent> events = result instanceof Result.Page page ? page.events() : List.of();
        return new Answer.Page(
                events.stream()
                        .filter(event -> event.position().equals(position))
                        .toList(),
                -1);
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
        Failure failure = Feeds.endOfStream(failed.status(), failed.trailers(), node.who(), stream);
        return failure.kind() == Kind.STREAM_DELETED ? new Answer.Tombstoned() : new Answer.Failed(failure);
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
            run(ReadRequests.page(stream, Long.MAX_VALUE, true, 1), result -> merge(stream, result));
        }

        private void merge(String stream, Result result) {
            if (result instanceof Result.Page page && page.head() >= 0) {
                add(stream, page.head(), page.events());
            } else if (result instanceof Result.Failed failed) {
                Answer answer = failed(stream, failed);
                if (!(answer instanceof Answer.Tombstoned)) {
                    then.accept(answer);
                    return;
                }
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
