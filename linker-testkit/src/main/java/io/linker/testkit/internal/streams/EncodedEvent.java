package io.linker.testkit.internal.streams;

import com.google.protobuf.CodedOutputStream;
import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.linker.testkit.internal.log.LogRecord;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** An event as the transport takes it: it asks for the size, then drains the bytes straight into its buffers. */
final class EncodedEvent extends InputStream implements Drainable, KnownLength {
    private static final int BUFFER = 4096;

    private final @Nullable EventWire event;
    private final @Nullable EventWire link;
    private final long position;
    private final int bodySize;
    private @Nullable InputStream bytes;
    private boolean drained;

    EncodedEvent(ReadMessage.Event message) {
        LogRecord target = message.event();
        LogRecord through = message.link();
        this.event = target == null ? null : new EventWire(target, message.idsAsText());
        this.link = through == null ? null : new EventWire(through, message.idsAsText());
        LogRecord original = through != null ? through : target;
        this.position = original == null ? 0 : original.position();
        this.bodySize = (event == null ? 0 : EventWire.field(event.size()))
                + (link == null ? 0 : EventWire.field(link.size()))
                + CodedOutputStream.computeUInt64Size(3, position);
    }

    private int size() {
        return EventWire.field(bodySize);
    }

    @Override
    public int drainTo(OutputStream target) throws IOException {
        CodedOutputStream out = CodedOutputStream.newInstance(target, Math.min(BUFFER, size()));
        EventWire.begin(1, bodySize, out);
        if (event != null) {
            EventWire.begin(1, event.size(), out);
            event.writeTo(out);
        }
        if (link != null) {
            EventWire.begin(2, link.size(), out);
            link.writeTo(out);
        }
        out.writeUInt64(3, position);
        out.flush();
        drained = true;
        return size();
    }

    @Override
    public int available() {
        try {
            return bytes != null ? bytes.available() : drained ? 0 : size();
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    @Override
    public int read() throws IOException {
        return bytes().read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        return bytes().read(target, offset, length);
    }

    /** Only for transports that do not drain, such as the one inside a process. */
    private InputStream bytes() throws IOException {
        if (bytes == null) {
            ByteArrayOutputStream copy = new ByteArrayOutputStream(size());
            drainTo(copy);
            bytes = new ByteArrayInputStream(copy.toByteArray());
        }
        return bytes;
    }
}
