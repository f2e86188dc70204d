package io.linker.esdb;

import io.grpc.Metadata;
import io.grpc.Status;
import io.linker.event.OriginEvent;
import io.linker.event.OriginPosition;
import io.linker.event.Position;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** A subscription of one call: what is allowed goes straight to the transport, so nothing is ever held here. */
final class SingleFeed implements Feed, FeedCall.Handler {
    private final OriginSession session;
    private final FeedCall call;
    private final Function<ReadMessage.Event, OriginPosition> position;
    private final BiConsumer<Status, Metadata> ending;

    /**
     * A subscription that is not open yet.
     *
     * @param position where the origin stands once an event is done
     * @param ending ends the session, once it knows what the end of the call means
     */
    SingleFeed(
            OriginSession session,
            Function<FeedCall.Handler, FeedCall> call,
            Function<ReadMessage.Event, OriginPosition> position,
            BiConsumer<Status, Metadata> ending) {
        this.session = session;
        this.position = position;
        this.ending = ending;
        this.call = call.apply(this);
    }

    @Override
    public void start() {
        call.start();
    }

    @Override
    public void request(int n) {
        call.request(n);
    }

    @Override
    public void confirmed() {
        session.subscribed();
    }

    @Override
    public void event(ReadMessage.Event event) {
        session.arrived(new OriginEvent(event.resolved(), position.apply(event)));
    }

    @Override
    public void checkpoint(Position reached) {
        session.checkpoint(new OriginPosition.All(reached));
    }

    @Override
    public void caughtUp() {
        session.caughtUp();
    }

    @Override
    public void ended(Status status, Metadata trailers) {
        ending.accept(status, trailers);
    }
}
