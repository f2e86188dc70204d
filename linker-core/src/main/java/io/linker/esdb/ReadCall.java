package io.linker.esdb;

import com.eventstore.dbclient.proto.streams.StreamsGrpc;
import com.eventstore.dbclient.proto.streams.StreamsOuterClass.ReadReq;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.IOException;
import java.io.InputStream;

/**
 * Calls of the method that reads and subscribes. Its answers are decoded by {@link EventDecoder}: the generated message of an
 * event, with a map, builders and copies of its own, took a fifth of a link's time.
 */
final class ReadCall {
    private static final MethodDescriptor<ReadReq, ReadMessage> METHOD = StreamsGrpc.getReadMethod().toBuilder(
                    StreamsGrpc.getReadMethod().getRequestMarshaller(), new Answers())
            .build();

    private ReadCall() {}

    static ClientCall<ReadReq, ReadMessage> on(Channel channel, CallOptions options) {
        return channel.newCall(METHOD, options);
    }

    private static final class Answers implements MethodDescriptor.Marshaller<ReadMessage> {
        @Override
        public InputStream stream(ReadMessage value) {
            throw new UnsupportedOperationException("answers are only read");
        }

        @Override
        public ReadMessage parse(InputStream stream) {
            try {
                // readAllBytes begins with 16 KiB for each of these small messages
                boolean known = stream instanceof KnownLength;
                return EventDecoder.message(known ? stream.readNBytes(stream.available()) : stream.readAllBytes());
            } catch (InvalidProtocolBufferException e) {
                throw Status.INTERNAL
                        .withDescription("Invalid protobuf byte sequence")
                        .withCause(e)
                        .asRuntimeException();
            } catch (IOException e) {
                throw new AssertionError("bytes in memory cannot fail to be read", e);
            }
        }
    }
}
