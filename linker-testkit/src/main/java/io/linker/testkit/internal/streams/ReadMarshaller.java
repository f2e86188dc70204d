package io.linker.testkit.internal.streams;

import com.eventstore.dbclient.proto.streams.StreamsOuterClass.ReadResp;
import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoUtils;
import java.io.InputStream;

/** Writes what the read side sends; a server never parses it. */
final class ReadMarshaller implements MethodDescriptor.Marshaller<ReadMessage> {
    private static final MethodDescriptor.Marshaller<ReadResp> CONTROL =
            ProtoUtils.marshaller(ReadResp.getDefaultInstance());

    @Override
    public InputStream stream(ReadMessage message) {
        if (message instanceof ReadMessage.Event event) {
            return new EncodedEvent(event);
        }
        return CONTROL.stream(((ReadMessage.Control) message).message());
    }

    @Override
    public ReadMessage parse(InputStream stream) {
        return new ReadMessage.Control(CONTROL.parse(stream));
    }
}
