package io.linker.esdb;

import io.grpc.Metadata;
import io.grpc.Status;
import io.linker.event.OriginEvent;
import io.linker.event.OriginPosition;
import io.linker.event.Position;
import io.linker.event.RecordedEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * A subscription of one call per stream. Which of them has something to say is not known beforehand, so each has a few
 * messages asked for; what comes while nobody is allowed waits here, at most about 1 MiB and one message per stream.
 *
 * <p>A tombstone ends its stream, not the subscription. Where only the server's refusal tells of it, because the link was
 * away when it was written, an event is made up for it, or the destination would never learn.
 *
 * <p>All state is touched on the executor alone, which runs one task at a time.
 */
final class MergedFeed implements Feed {
    private final OriginSession session;
    private final Node node;
    private final Executor executor;
    private final Duration deadline;
    private final List<Part> parts = new ArrayList<>();
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private OriginPosition.Streams done;
    private int allowed;
    private boolean announced;

    MergedFeed(
            OriginSession session,
            Node node,
            Executor executor,
            Duration deadline,
            List<String> streams,
            OriginPosition.Streams after) {
        this.session = session;
        this.node = node;
        this.executor = executor;
        this.deadline = deadline;
        this.done = after;
        for (String stream : streams) {
            parts.add(new Part(stream, after.revisions().getOrDefault(stream, -1L)));
        }
    }

    @Override
    public void start() {
        executor.execute(() -> {
            parts.forEach(Part::start);
            announceConfirmed();
            announceCaughtUp();
        });
    }

    @Override
    public void request(int n) {
        executor.execute(() -> {
            allowed += n;
            deliver();
            parts.forEach(Part::ask);
        });
    }

    private void offer(Runnable item) {
        waiting.add(item);
        deliver();
    }

    private void deliver() {
        while (announced && allowed > 0 && !waiting.isEmpty()) {
            allowed--;
            waiting.remove().run();
        }
    }

    private void announceConfirmed() {
        if (parts.stream().allMatch(part -> part.confirmed || part.over)) {
            announced = true;
            session.subscribed();
            deliver(); // what the first streams sent before the last one was confirmed
        }
    }

    private void announceCaughtUp() {
        if (parts.stream().allMatch(part -> part.live || part.over)) {
            offer(session::caughtUp);
        }
    }

    /** One stream. */
    private final class Part implements FeedCall.Handler {
        private final String stream;
        private final FeedCall call;
        private long last;
        private final AskAhead ahead = new AskAhead();
        private boolean confirmed;
        private boolean live;
        private boolean over;

        Part(String stream, long after) {
            this.stream = stream;
            this.last = after;
            this.over = after == RecordedEvent.TOMBSTONE_REVISION;
            var request = ReadRequests.subscribeToStream(stream, after, false);
            this.call = new FeedCall(node.calls(), executor, request, this);
        }

        void start() {
            if (!over) {
                call.start();
            }
        }

        /** While something waits here, nothing more is asked for. */
        void ask() {
            boolean idle = waiting.isEmpty() || allowed > 0;
            int more = !over && confirmed && idle ? ahead.more(allowed) : 0;
            if (more > 0) {
                call.request(more);
            }
        }

        @Override
        public void confirmed() {
            confirmed = true;
            announceConfirmed();
            ask();
        }

        @Override
        public void event(ReadMessage.Event event) {
            RecordedEvent recorded = event.original();
            ahead.arrived(recorded.bytes());
            offer(recorded);
            ask();
        }

        private void offer(RecordedEvent event) {
            last = event.revision();
            MergedFeed.this.offer(() -> {
                done = done.with(stream, event.revision());
                session.arrived(new OriginEvent(event, done));
            });
        }

        @Override
        public void checkpoint(Position position) {
            ahead.arrived();
            ask();
        }

        @Override
        public void caughtUp() {
            ahead.arrived();
            live = true;
            announceCaughtUp();
            ask();
        }

        @Override
        public void ended(Status status, Metadata trailers) {
            StreamRead.ifDeleted(node, stream, status, trailers, deadline, deleted -> {
                if (deleted) {
                    executor.execute(this::deleted);
                } else {
                    session.end(Feeds.endOfStream(status, trailers, node.who(), stream));
                }
            });
        }

        private void deleted() {
            over = true;
            if (!confirmed) {
                announceConfirmed();
            }
            if (last != RecordedEvent.TOMBSTONE_REVISION) {
                offer(Messages.tombstone(stream));
            }
            if (!live) {
                announceCaughtUp();
            }
        }
    }
}
