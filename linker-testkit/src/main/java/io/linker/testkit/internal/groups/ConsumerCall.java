package io.linker.testkit.internal.groups;

import com.eventstore.dbclient.proto.persistentsubscriptions.Persistent.ReadReq;
import com.eventstore.dbclient.proto.persistentsubscriptions.Persistent.ReadResp;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.linker.testkit.internal.streams.Failures;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One consumer's call. What it receives is handled on the loop of the groups, one message after the other: the next one
 * is asked for when the last one is dealt with.
 */
final class ConsumerCall implements StreamObserver<ReadReq>, Outlet {
    private final Groups groups;
    private final Executor loop;
    private final GroupAccess access;
    private final String connectionName;
    private final ServerCallStreamObserver<ReadResp> out;
    private @Nullable RunningGroup group;
    private @Nullable Consumer consumer;
    private boolean idsAsText;
    private boolean ended;

    ConsumerCall(
            Groups groups,
            Executor loop,
            GroupAccess access,
            String connectionName,
            ServerCallStreamObserver<ReadResp> out) {
        this.groups = groups;
        this.loop = loop;
        this.access = access;
        this.connectionName = connectionName;
        this.out = out;
        out.disableAutoRequest();
        out.setOnCancelHandler(() -> loop.execute(this::leave));
        out.setOnReadyHandler(() -> loop.execute(this::deliverMore));
        out.request(1);
    }

    @Override
    public void onNext(ReadReq request) {
        loop.execute(() -> {
            if (ended) {
                return;
            }
            try {
                handle(request);
                out.request(1);
            } catch (StatusRuntimeException e) {
                fail(e);
            } catch (IllegalArgumentException unforeseen) {
                fail(Failures.handlerException());
            }
        });
    }

    private void handle(ReadReq request) {
        RunningGroup in = group;
        if (in == null) {
            connect(request);
            return;
        }
        switch (request.getContentCase()) {
            case ACK -> in.wakeIf(in.group().ack(ids(request.getAck().getIdsList())));
            case NACK -> {
                ReadReq.Nack nack = request.getNack();
                in.wakeIf(in.group().nack(action(nack), ids(nack.getIdsList()), nack.getReason()));
            }
            case OPTIONS, CONTENT_NOT_SET -> throw new IllegalArgumentException("neither ack nor nack");
        }
    }

    private void connect(ReadReq request) {
        ReadReq.Options options = request.getOptions();
        if (!request.hasOptions() || !options.hasUuidOption() || options.getBufferSize() < 0) {
            throw new IllegalArgumentException("options are missing or make no sense");
        }
        String source = switch (options.getStreamOptionCase()) {
            case STREAM_IDENTIFIER -> GroupRequests.name(options.getStreamIdentifier());
            case ALL -> AllSource.NAME;
            case STREAMOPTION_NOT_SET -> throw new IllegalArgumentException("no stream");
        };
        if (!access.allows(GroupOperation.PROCESS_MESSAGES, source)) {
            throw Failures.accessDenied();
        }
        RunningGroup found = groups.require(source, options.getGroupName());
        if (!found.group().hasPlaceForConsumer()) {
            throw GroupFailures.full(source, options.getGroupName());
        }
        idsAsText = options.getUuidOption().hasString();
        out.onNext(GroupAnswers.confirmation(found.definition().id()));
        group = found; // before it connects, for a group that cannot go on drops it right there
        ConsumerName name = new ConsumerName(access.user(), connectionName);
        consumer = found.group().connect(this, name, options.getBufferSize());
        found.wake();
    }

    private static List<UUID> ids(List<com.eventstore.dbclient.proto.shared.Shared.UUID> ids) {
        return ids.stream().map(GroupAnswers::id).toList();
    }

    private static NackAction action(ReadReq.Nack nack) {
        return switch (nack.getAction()) {
            case Unknown -> NackAction.UNKNOWN;
            case Park -> NackAction.PARK;
            case Retry -> NackAction.RETRY;
            case Skip -> NackAction.SKIP;
            case Stop -> NackAction.STOP;
            case UNRECOGNIZED -> throw new IllegalArgumentException("not an action: " + nack.getActionValue());
        };
    }

    @Override
    public boolean isReady() {
        return !ended && out.isReady();
    }

    private void deliverMore() {
        if (group != null && !ended) {
            group.wake();
        }
    }

    @Override
    public void deliver(GroupEvent event, int retries) {
        out.onNext(GroupAnswers.event((LogEvent) event, retries, idsAsText));
    }

    @Override
    public void drop() {
        if (group != null) {
            GroupDefinition dropped = group.definition();
            fail(GroupFailures.dropped(dropped.source(), dropped.group()));
        }
    }

    private void fail(StatusRuntimeException failure) {
        leave();
        out.onError(failure);
    }

    private void leave() {
        ended = true;
        if (group != null && consumer != null) {
            group.group().disconnect(consumer);
        }
    }

    @Override
    public void onError(Throwable cancelled) {
        // The cancel handler has it.
    }

    @Override
    public void onCompleted() {
        // A consumer that has nothing more to say still listens, as on the server; it leaves by cancelling.
    }
}
