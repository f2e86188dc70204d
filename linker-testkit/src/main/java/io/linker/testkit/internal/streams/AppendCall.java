package io.linker.testkit.internal.streams;

import com.eventstore.dbclient.proto.streams.StreamsOuterClass.AppendReq;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.AppendResp;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.linker.testkit.internal.log.ExpectedRevision;
import io.linker.testkit.internal.log.NewEvent;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One append: options, then events, then all of them as one write. Called by one thread at a time. */
final class AppendCall implements StreamObserver<AppendReq> {
    private record Target(String stream, ExpectedRevision expected) {}

    private final StreamsContext context;
    private final Access access;
    private final StreamObserver<AppendResp> out;
    private final List<NewEvent> events = new ArrayList<>();
    private @Nullable Target target;
    private long bytes;
    private boolean over;

    AppendCall(StreamsContext context, StreamObserver<AppendResp> out) {
        this.context = context;
        this.access = context.access().current();
        this.out = out;
    }

    @Override
    public void onNext(AppendReq message) {
        if (over) {
            return;
        }
        try {
            if (target == null) {
                target = target(message);
            } else {
                add(message);
            }
        } catch (StatusRuntimeException refused) {
            fail(refused);
        } catch (Proposal.MissingPropertyException missing) {
            fail(Failures.missingProperty(missing));
        } catch (IllegalArgumentException malformed) {
            fail(Failures.handlerException());
        }
    }

    private Target target(AppendReq message) {
        if (!message.hasOptions()) {
            throw Failures.handlerException();
        }
        AppendReq.Options options = message.getOptions();
        String stream = Names.writable(options.getStreamIdentifier());
        ExpectedRevision expected = switch (options.getExpectedStreamRevisionCase()) {
            case REVISION -> Names.exactly(options.getRevision());
            case NO_STREAM -> ExpectedRevision.NO_STREAM;
            case ANY -> ExpectedRevision.ANY;
            case STREAM_EXISTS -> ExpectedRevision.STREAM_EXISTS;
            case EXPECTEDSTREAMREVISION_NOT_SET -> throw Failures.unset("AppendReq", "ExpectedStreamRevision");
        };
        if (!access.allows(Access.Right.toWrite(stream), stream)) {
            throw Failures.accessDenied();
        }
        return new Target(stream, expected);
    }

    private void add(AppendReq message) throws Proposal.MissingPropertyException {
        if (!message.hasProposedMessage()) {
            throw Failures.handlerException();
        }
        AppendReq.ProposedMessage proposed = message.getProposedMessage();
        NewEvent event = Proposal.event(
                proposed.getId(), proposed.getMetadataMap(), proposed.getCustomMetadata(), proposed.getData());
        AppendLimits limits = context.limits();
        long size = limits.sizeOf(event);
        if (size > limits.maxEventBytes()) {
            throw Failures.eventTooLarge(limits.maxEventBytes(), event.id().toString(), size);
        }
        bytes += size;
        if (bytes > limits.maxAppendBytes()) {
            throw Failures.appendTooLarge(limits.maxAppendBytes());
        }
        events.add(event);
    }

    private void fail(StatusRuntimeException failure) {
        over = true;
        out.onError(failure);
    }

    @Override
    public void onCompleted() {
        if (over) {
            return;
        }
        over = true;
        if (target == null) {
            out.onError(Failures.handlerException());
            return;
        }
        AppendGate.Write write = new AppendGate.Write(target.stream(), target.expected(), List.copyOf(events), false);
        context.gate().append(write, this::answer);
    }

    private void answer(AppendAnswer answer) {
        if (answer instanceof AppendAnswer.Done done) {
            AppendAnswers.send(done.result(), out);
        } else {
            out.onError(AppendAnswers.failure(answer));
        }
    }

    @Override
    public void onError(Throwable cancelled) {
        over = true;
    }
}
