package io.linker.esdb;

import com.eventstore.dbclient.proto.persistentsubscriptions.Persistent.ListReq;
import com.eventstore.dbclient.proto.persistentsubscriptions.Persistent.SubscriptionInfo;
import com.eventstore.dbclient.proto.persistentsubscriptions.PersistentSubscriptionsGrpc;
import com.eventstore.dbclient.proto.projections.Projectionmanagement.StatisticsReq;
import com.eventstore.dbclient.proto.projections.ProjectionsGrpc;
import com.eventstore.dbclient.proto.shared.Shared;
import com.eventstore.dbclient.proto.streams.StreamsGrpc;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.AppendReq;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.AppendResp;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.ReadReq;
import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.linker.error.DatabaseException;
import io.linker.error.Failure;
import io.linker.esdb.FiniteRead.Result;
import io.linker.event.NewEvent;
import io.linker.event.RecordedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Single questions to a database, for who is not in a hurry: each over a connection of its own. */
final class EsdbDesk {
    private static final Shared.Empty EMPTY = Shared.Empty.getDefaultInstance();

    private final Errand errand;

    EsdbDesk(Errand errand) {
        this.errand = errand;
    }

    @Nullable
    RecordedEvent newest(String stream) {
        ReadReq newest = ReadRequests.page(stream, Long.MAX_VALUE, true, 1);
        Result result =
                ask(node -> errand.await(then -> StreamRead.start(node, stream, newest, errand.deadline(), then)));
        if (result instanceof Result.Failed failed) {
            String who = errand.connection().name();
            throw new DatabaseException(Feeds.endOfStream(failed.status(), failed.trailers(), who, stream));
        }
        return result instanceof Result.Page page && !page.events().isEmpty()
                ? page.events().get(0)
                : null;
    }

    /** Begins a stream with an event; nothing happens where the stream is there already. */
    void begin(String stream, NewEvent event) {
        AppendReq to = AppendReq.newBuilder()
                .setOptions(AppendReq.Options.newBuilder()
                        .setStreamIdentifier(Messages.stream(stream))
                        .setNoStream(EMPTY))
                .build();
        AppendReq what = AppendReq.newBuilder()
                .setProposedMessage(AppendReq.ProposedMessage.newBuilder()
                        .setId(Messages.uuid(event.id()))
                        .putMetadata(Messages.TYPE, event.type())
                        .putMetadata(Messages.CONTENT_TYPE, event.json() ? Messages.JSON : Messages.BINARY)
                        .setData(ByteString.copyFrom(event.data()))
                        .setCustomMetadata(ByteString.copyFrom(event.metadata())))
                .build();
        Failure failure = ask(node -> errand.<Written>await(then -> {
                    var call = StreamsGrpc.newStub(node.calls())
                            .withDeadlineAfter(errand.deadline().toMillis(), TimeUnit.MILLISECONDS)
                            .append(new Answer(node.who(), then));
                    call.onNext(to);
                    call.onNext(what);
                    call.onCompleted();
                }))
                .failure();
        if (failure != null) {
            throw new DatabaseException(failure);
        }
    }

    Inventory inventory() {
        return ask(node -> {
            var unknown = new ArrayList<String>();
            unknown.add("users: clients cannot list them");
            return new Inventory(groups(node, unknown), projections(node, unknown), unknown);
        });
    }

    private List<Inventory.Group> groups(Node node, List<String> unknown) {
        var request = ListReq.newBuilder()
                .setOptions(ListReq.Options.newBuilder().setListAllSubscriptions(EMPTY))
                .build();
        try {
            List<SubscriptionInfo> groups = PersistentSubscriptionsGrpc.newBlockingStub(node.calls())
                    .withDeadlineAfter(errand.deadline().toMillis(), TimeUnit.MILLISECONDS)
                    .list(request)
                    .getSubscriptionsList();
            return groups.stream()
                    .map(group -> new Inventory.Group(
                            group.getEventSource(), group.getGroupName(), group.getLastCheckpointedEventPosition()))
                    .toList();
        } catch (StatusRuntimeException refused) {
            if (refused.getStatus().getCode() != Status.Code.NOT_FOUND) { // so servers say that there is none
                unknown.add("persistent subscriptions: "
                        + Failures.of(refused, node.who()).message());
            }
            return List.of();
        }
    }

    private List<String> projections(Node node, List<String> unknown) {
        var request = StatisticsReq.newBuilder()
                .setOptions(StatisticsReq.Options.newBuilder().setAll(EMPTY))
                .build();
        try {
            var names = new ArrayList<String>();
            ProjectionsGrpc.newBlockingStub(node.calls())
                    .withDeadlineAfter(errand.deadline().toMillis(), TimeUnit.MILLISECONDS)
                    .statistics(request)
                    .forEachRemaining(answer -> names.add(answer.getDetails().getName()));
            return names;
        } catch (StatusRuntimeException refused) {
            unknown.add("projections: "
                    + (refused.getStatus().getCode() == Status.Code.UNIMPLEMENTED
                            ? "the server does not list them"
                            : Failures.of(refused, node.who()).message()));
            return List.of();
        }
    }

    private <T> T ask(Errand.Work<T> question) {
        try {
            return errand.run(question);
        } catch (FailedException e) {
            throw new DatabaseException(e.failure());
        }
    }

    /** @param failure null where the event, or another, begins the stream */
    private record Written(@Nullable Failure failure) {}

    /** Hears what became of an append. */
    private record Answer(String who, Consumer<Written> then) implements StreamObserver<AppendResp> {
        @Override
        public void onNext(AppendResp response) {
            then.accept(new Written(null)); // another revision than expected: the stream is there
        }

        @Override
        public void onError(Throwable thrown) {
            Status status = Status.fromThrowable(thrown);
            then.accept(new Written(Failures.of(status, Status.trailersFromThrowable(thrown), who)));
        }

        @Override
        public void onCompleted() {}
    }
}
