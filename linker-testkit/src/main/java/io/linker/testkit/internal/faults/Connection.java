package io.linker.testkit.internal.faults;

import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.socket.SocketChannel;
import java.util.concurrent.atomic.AtomicBoolean;

/** A client's connection. */
final class Connection {
    private final SocketChannel channel;
    private final AtomicBoolean spoilt = new AtomicBoolean();

    Connection(SocketChannel channel) {
        this.channel = channel;
    }

    /** Ends it with RST: without lingering the kernel drops what was not sent. */
    void cut() {
        channel.eventLoop().execute(() -> {
            if (channel.isOpen()) {
                channel.config().setSoLinger(0);
                close(channel);
            }
        });
    }

    /** Ends it in an orderly way, but at once. */
    void close() {
        channel.eventLoop().execute(() -> close(channel));
    }

    /** Past the handlers of gRPC, which make of every closing a graceful one and wait for open calls. */
    private static void close(Channel channel) {
        channel.unsafe().close(channel.newPromise());
    }

    void spoil() {
        spoilt.set(true);
    }

    /** Whether the connection was spoilt; the answer is yes only once. */
    boolean takeSpoilt() {
        return spoilt.getAndSet(false);
    }
}
