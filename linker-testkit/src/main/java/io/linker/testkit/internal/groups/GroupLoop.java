package io.linker.testkit.internal.groups;

import com.eventstore.dbclient.proto.persistentsubscriptions.Persistent.ReadReq;
import com.eventstore.dbclient.proto.persistentsubscriptions.Persistent.ReadResp;
import com.google.common.util.concurrent.MoreExecutors;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.linker.testkit.internal.log.EventLog;
import io.linker.testkit.internal.streams.Failures;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The persistent subscriptions of one node. All groups live on one loop, which runs one task at a time on threads it
 * shares with others: neither groups nor consumers have threads, and nothing in them needs a lock.
 */
public final class GroupLoop {
    private static final Logger LOG = LoggerFactory.getLogger(GroupLoop.class);
    private static final long TICK_SECONDS = 1;

    private final Executor loop;
    private final Groups groups;
    private final GroupAccess.Policy access;

    /**
     * Opens the groups that the log knows. There is nothing to close: all ends with the executors.
     *
     * @param threads run the groups, one task at a time
     * @param timer   for the tick, once a second
     */
    public GroupLoop(
            EventLog log,
            InstantSource clock,
            GroupAccess.Policy access,
            Executor threads,
            ScheduledExecutorService timer) {
        Executor oneAtATime = MoreExecutors.newSequentialExecutor(threads);
        this.loop = task -> oneAtATime.execute(() -> guarded(task));
        this.groups = new Groups(log, clock, loop);
        this.access = access;
        loop.execute(groups::load);
        var unused = timer.scheduleAtFixedRate(
                () -> loop.execute(groups::tick), TICK_SECONDS, TICK_SECONDS, TimeUnit.SECONDS);
    }

    private static void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("A persistent subscription failed; the others go on", e);
        }
    }

    /** The gRPC service to serve. */
    public ServerServiceDefinition definition() {
        return ServerInterceptors.intercept(new GroupsService(this), ConnectionName.FROM_HEADERS);
    }

    /** Does something with the groups and answers the call with the result, or with what went wrong. */
    <T> void answer(GroupOperation operation, String source, StreamObserver<T> out, Request<T> request) {
        GroupAccess caller = access.current();
        loop.execute(() -> {
            try {
                if (!caller.allows(operation, source)) {
                    throw Failures.accessDenied();
                }
                out.onNext(request.answer(groups, caller.user()));
                out.onCompleted();
            } catch (StatusRuntimeException e) {
                out.onError(e);
            } catch (IllegalArgumentException unforeseen) {
                out.onError(Failures.handlerException());
            }
        });
    }

    StreamObserver<ReadReq> consume(StreamObserver<ReadResp> out) {
        return new ConsumerCall(
                groups, loop, access.current(), ConnectionName.current(), (ServerCallStreamObserver<ReadResp>) out);
    }

    /** What is to be done with the groups, on their loop. */
    interface Request<T> {
        T answer(Groups groups, String user);
    }
}
