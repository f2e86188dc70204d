package io.linker.testkit.internal.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * The listening socket, which can be closed and opened again on the same port. A second socket is bound to the port and
 * never listens: while the listener is closed, it keeps others from being given the port, and the kernel refuses.
 */
final class Listener {
    private final Selector selector;
    private final SocketChannel placeholder;
    private @Nullable ServerSocketChannel channel;

    Listener(Selector selector) throws IOException {
        this.selector = selector;
        this.placeholder = SocketChannel.open();
        placeholder.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        placeholder.bind(new InetSocketAddress(loopback(), 0));
        open();
    }

    private static InetAddress loopback() throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }

    int port() throws IOException {
        return ((InetSocketAddress) placeholder.getLocalAddress()).getPort();
    }

    void open() throws IOException {
        if (channel != null) {
            return;
        }
        ServerSocketChannel opened = ServerSocketChannel.open();
        opened.setOption(StandardSocketOptions.SO_REUSEADDR, true);
        opened.bind(placeholder.getLocalAddress());
        opened.configureBlocking(false);
        opened.register(selector, SelectionKey.OP_ACCEPT);
        channel = opened;
    }

    /** From now on connecting is refused. */
    void close() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }

    /** The next waiting connection, or null. */
    @Nullable
    SocketChannel accept() throws IOException {
        return channel == null ? null : channel.accept();
    }

    void release() throws IOException {
        close();
        placeholder.close();
    }
}
