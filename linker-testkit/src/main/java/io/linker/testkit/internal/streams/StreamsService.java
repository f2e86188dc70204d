package io.linker.testkit.internal.streams;

import com.eventstore.dbclient.proto.streams.StreamsGrpc;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.AppendReq;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.AppendResp;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.BatchAppendReq;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.BatchAppendResp;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.ReadReq;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;

/** The streams service. Handlers never block and may run on the transport's threads. */
public final class StreamsService {
    private static final MethodDescriptor<ReadReq, ReadMessage> READ = StreamsGrpc.getReadMethod().toBuilder(
                    StreamsGrpc.getReadMethod().getRequestMarshaller(), new ReadMarshaller())
            .build();

    private final StreamsContext context;
    private final DeleteCalls deletes;

    public StreamsService(StreamsContext context) {
        this.context = context;
        this.deletes = new DeleteCalls(context);
    }

    /** The service for a server; answers of {@code Read} are {@code ReadMessage}s, not the generated type. */
    public ServerServiceDefinition definition() {
        ServiceDescriptor service = ServiceDescriptor.newBuilder(StreamsGrpc.SERVICE_NAME)
                .addMethod(READ)
                .addMethod(StreamsGrpc.getAppendMethod())
                .addMethod(StreamsGrpc.getBatchAppendMethod())
                .addMethod(StreamsGrpc.getDeleteMethod())
                .addMethod(StreamsGrpc.getTombstoneMethod())
                .build();
        return ServerServiceDefinition.builder(service)
                .addMethod(READ, ServerCalls.asyncServerStreamingCall(this::read))
                .addMethod(StreamsGrpc.getAppendMethod(), ServerCalls.asyncClientStreamingCall(this::append))
                .addMethod(StreamsGrpc.getBatchAppendMethod(), ServerCalls.asyncBidiStreamingCall(this::batchAppend))
                .addMethod(StreamsGrpc.getDeleteMethod(), ServerCalls.asyncUnaryCall(deletes::delete))
                .addMethod(StreamsGrpc.getTombstoneMethod(), ServerCalls.asyncUnaryCall(deletes::tombstone))
                .build();
    }

    private StreamObserver<AppendReq> append(StreamObserver<AppendResp> out) {
        return new AppendCall(context, out);
    }

    private StreamObserver<BatchAppendReq> batchAppend(StreamObserver<BatchAppendResp> out) {
        return new BatchAppendCall(context, new BatchReplies((ServerCallStreamObserver<BatchAppendResp>) out));
    }

    private void read(ReadReq message, StreamObserver<ReadMessage> answers) {
        ServerCallStreamObserver<ReadMessage> out = (ServerCallStreamObserver<ReadMessage>) answers;
        try {
            ReadRequest request = ReadRequest.of(message.getOptions());
            String stream = request.target().stream();
            if (!context.access().current().allows(Access.Right.toRead(stream), stream)) {
                throw Failures.accessDenied();
            }
            ReadOut to = new ReadOut(out, context.log(), request.form());
            if (request.subscription()) {
                subscribe(request, to, out);
            } else {
                readOnce(request, to, out);
            }
        } catch (StatusRuntimeException refused) {
            out.onError(refused);
        } catch (IllegalArgumentException malformed) {
            out.onError(Failures.handlerException());
        }
    }

    private void readOnce(ReadRequest request, ReadOut to, ServerCallStreamObserver<ReadMessage> out) {
        boolean all = request.target().all();
        if (request.count() == 0 || (!all && !request.backwards() && request.from() == ReadRequest.END)) {
            throw new IllegalArgumentException("nothing to read");
        }
        Pump.Work work = all
                ? new AllRead(context.log(), request, to)
                : new StreamRead(context.log().stream(request.target().stream()), request, to);
        Pump pump = new Pump(context.pumps(), work);
        out.setOnReadyHandler(pump::wake);
        out.setOnCancelHandler(() -> {});
        pump.wake();
    }

    private void subscribe(ReadRequest request, ReadOut to, ServerCallStreamObserver<ReadMessage> out) {
        SubscriptionSource source = request.target().all()
                ? new AllSource(context.log(), request)
                : new StreamSource(context.log(), request.target().stream(), request.from());
        Subscription subscription = new Subscription(to, source, context);
        out.setOnReadyHandler(subscription::wake);
        out.setOnCancelHandler(subscription::abandon);
        out.setOnCloseHandler(subscription::abandon);
        context.subscriptions().add(subscription);
        subscription.wake();
    }
}
