package io.linker.testkit.internal.groups;

import com.eventstore.dbclient.proto.persistentsubscriptions.Persistent.CreateReq;
import com.eventstore.dbclient.proto.persistentsubscriptions.Persistent.CreateResp;
import com.eventstore.dbclient.proto.persistentsubscriptions.Persistent.DeleteReq;
import com.eventstore.dbclient.proto.persistentsubscriptions.Persistent.DeleteResp;
import com.eventstore.dbclient.proto.persistentsubscriptions.Persistent.GetInfoReq;
import com.eventstore.dbclient.proto.persistentsubscriptions.Persistent.GetInfoResp;
import com.eventstore.dbclient.proto.persistentsubscriptions.Persistent.ListReq;
import com.eventstore.dbclient.proto.persistentsubscriptions.Persistent.ListResp;
import com.eventstore.dbclient.proto.persistentsubscriptions.Persistent.ReadReq;
import com.eventstore.dbclient.proto.persistentsubscriptions.Persistent.ReadResp;
import com.eventstore.dbclient.proto.persistentsubscriptions.Persistent.ReplayParkedReq;
import com.eventstore.dbclient.proto.persistentsubscriptions.Persistent.ReplayParkedResp;
import com.eventstore.dbclient.proto.persistentsubscriptions.Persistent.UpdateReq;
import com.eventstore.dbclient.proto.persistentsubscriptions.Persistent.UpdateResp;
import com.eventstore.dbclient.proto.persistentsubscriptions.PersistentSubscriptionsGrpc;
import com.eventstore.dbclient.proto.shared.Shared;
import io.grpc.stub.StreamObserver;
import java.util.Collection;
import java.util.OptionalLong;

/** The gRPC service of the persistent subscriptions: reads requests, asks {@link GroupLoop}, writes answers. */
final class GroupsService extends PersistentSubscriptionsGrpc.PersistentSubscriptionsImplBase {
    private final GroupLoop loop;

    GroupsService(GroupLoop loop) {
        this.loop = loop;
    }

    @Override
    public void create(CreateReq request, StreamObserver<CreateResp> out) {
        String source = GroupRequests.source(request.getOptions());
        loop.answer(GroupOperation.CREATE, source, out, (groups, user) -> {
            groups.create(GroupRequests.parse(request, groups.lastPosition()), user);
            return CreateResp.getDefaultInstance();
        });
    }

    @Override
    public void update(UpdateReq request, StreamObserver<UpdateResp> out) {
        String source = GroupRequests.source(GroupRequests.sameAsCreate(request));
        loop.answer(GroupOperation.UPDATE, source, out, (groups, user) -> {
            groups.requireUnlessBad(source, request.getOptions().getGroupName());
            groups.update(GroupRequests.parse(request, groups.lastPosition()), user);
            return UpdateResp.getDefaultInstance();
        });
    }

    @Override
    public void delete(DeleteReq request, StreamObserver<DeleteResp> out) {
        DeleteReq.Options options = request.getOptions();
        String source = options.hasAll() ? AllSource.NAME : GroupRequests.name(options.getStreamIdentifier());
        loop.answer(GroupOperation.DELETE, source, out, (groups, user) -> {
            requireSource(options.hasAll() || options.hasStreamIdentifier());
            groups.requireUnlessBad(source, options.getGroupName());
            groups.delete(source, options.getGroupName(), user);
            return DeleteResp.getDefaultInstance();
        });
    }

    @Override
    public void getInfo(GetInfoReq request, StreamObserver<GetInfoResp> out) {
        GetInfoReq.Options options = request.getOptions();
        String source = options.hasAll() ? AllSource.NAME : GroupRequests.name(options.getStreamIdentifier());
        loop.answer(GroupOperation.STATISTICS, source, out, (groups, user) -> {
            requireSource(options.hasAll() || options.hasStreamIdentifier());
            Group group = groups.require(source, options.getGroupName()).group();
            return GetInfoResp.newBuilder()
                    .setSubscriptionInfo(GroupAnswers.info(group.statistics()))
                    .build();
        });
    }

    @Override
    public void list(ListReq request, StreamObserver<ListResp> out) {
        ListReq.Options options = request.getOptions();
        ListReq.StreamOption one = options.getListForStream();
        String source = one.hasAll() ? AllSource.NAME : GroupRequests.name(one.getStream());
        loop.answer(GroupOperation.STATISTICS, source, out, (groups, user) -> {
            requireSource(options.hasListAllSubscriptions() || one.hasAll() || one.hasStream());
            Collection<RunningGroup> found = options.hasListAllSubscriptions() ? groups.all() : groups.on(source);
            ListResp.Builder list = ListResp.newBuilder();
            found.forEach(running ->
                    list.addSubscriptions(GroupAnswers.info(running.group().statistics())));
            return list.build();
        });
    }

    @Override
    public void replayParked(ReplayParkedReq request, StreamObserver<ReplayParkedResp> out) {
        ReplayParkedReq.Options options = request.getOptions();
        String source = options.hasAll() ? AllSource.NAME : GroupRequests.name(options.getStreamIdentifier());
        loop.answer(GroupOperation.REPLAY_PARKED, source, out, (groups, user) -> {
            requireSource(options.hasAll() || options.hasStreamIdentifier());
            OptionalLong stopAt = switch (options.getStopAtOptionCase()) {
                case STOP_AT -> OptionalLong.of(options.getStopAt());
                case NO_LIMIT -> OptionalLong.empty();
                case STOPATOPTION_NOT_SET -> throw new IllegalArgumentException("no stop");
            };
            if (stopAt.orElse(0) < 0) {
                throw GroupFailures.failed(
                        source, options.getGroupName(), "Cannot stop replaying parked message at a negative version.");
            }
            RunningGroup running = groups.require(source, options.getGroupName());
            running.wakeIf(running.group().replayParked(stopAt));
            return ReplayParkedResp.getDefaultInstance();
        });
    }

    @Override
    public void restartSubsystem(Shared.Empty request, StreamObserver<Shared.Empty> out) {
        loop.answer(GroupOperation.RESTART, "", out, (groups, user) -> {
            groups.shutdown();
            groups.load();
            return Shared.Empty.getDefaultInstance();
        });
    }

    @Override
    public StreamObserver<ReadReq> read(StreamObserver<ReadResp> out) {
        return loop.consume(out);
    }

    /** The server does not foresee that a request names neither a stream nor {@code $all}. */
    private static void requireSource(boolean named) {
        if (!named) {
            throw new IllegalArgumentException("neither a stream nor $all");
        }
    }
}
