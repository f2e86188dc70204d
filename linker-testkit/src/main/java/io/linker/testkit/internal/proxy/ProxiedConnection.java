package io.linker.testkit.internal.proxy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/** A client's connection and the connection to the target that goes with it. */
final class ProxiedConnection {
    private final SelectionKey client;
    private final SelectionKey server;
    private final Pipe toServer;
    private final Pipe toClient;
    private boolean serverInformed;
    private boolean clientInformed;

    private ProxiedConnection(SelectionKey client, SelectionKey server, Traffic traffic) {
        this.client = client;
        this.server = server;
        this.toServer = new Pipe(client, server, traffic.toServer());
        this.toClient = new Pipe(server, client, traffic.toClient());
        client.attach(this);
        server.attach(this);
    }

    /** Takes over an accepted channel and begins to connect to the target. */
    static ProxiedConnection open(Selector selector, SocketChannel accepted, InetSocketAddress target, Traffic traffic)
            throws IOException {
        SocketChannel onward = SocketChannel.open();
        prepare(accepted);
        prepare(onward);
        SelectionKey client = accepted.register(selector, 0);
        SelectionKey server = onward.register(selector, SelectionKey.OP_CONNECT);
        var connection = new ProxiedConnection(client, server, traffic);
        try {
            onward.connect(target);
        } catch (IOException e) {
            connection.reset();
        }
        return connection;
    }

    private static void prepare(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }

    /** Reacts to one ready key. */
    void ready(SelectionKey key, ByteBuffer scratch, Conditions conditions, long now) {
        try {
            if (key.isConnectable()) {
                ((SocketChannel) key.channel()).finishConnect();
            }
            if (key.isWritable()) {
                (key == server ? toServer : toClient).sinkIsWritable();
            }
            if (key.isReadable() && !conditions.stalled()) {
                if (key == client) {
                    toServer.read(scratch, conditions.toServer(), now);
                } else {
                    toClient.read(scratch, conditions.toClient(), now);
                }
            }
        } catch (IOException e) {
            reset(); // what one side did to its connection is done to the other
        }
    }

    /** Writes what is due and says what to wait for; returns when time alone moves this connection. */
    long advance(Conditions conditions, long now) {
        if (!isOpen() || ((SocketChannel) server.channel()).isConnectionPending()) {
            return Long.MAX_VALUE;
        }
        if (conditions.stalled()) {
            client.interestOps(0);
            server.interestOps(0);
            return Long.MAX_VALUE;
        }
        try {
            serverInformed = flush(toServer, server, serverInformed, now);
            clientInformed = flush(toClient, client, clientInformed, now);
        } catch (IOException e) {
            reset();
        }
        if (serverInformed && clientInformed) {
            close();
        }
        return isOpen() ? await(conditions, now) : Long.MAX_VALUE;
    }

    private long await(Conditions conditions, long now) {
        client.interestOps(toServer.sourceInterest(conditions.toServer(), now) | toClient.sinkInterest());
        server.interestOps(toClient.sourceInterest(conditions.toClient(), now) | toServer.sinkInterest());
        return Math.min(toServer.wakeAt(conditions.toServer(), now), toClient.wakeAt(conditions.toClient(), now));
    }

    private static boolean flush(Pipe pipe, SelectionKey sink, boolean informed, long now) throws IOException {
        if (pipe.flush(now) && !informed) {
            ((SocketChannel) sink.channel()).shutdownOutput();
            return true;
        }
        return informed;
    }

    boolean isOpen() {
        return client.isValid();
    }

    /** Ends both sides with RST: without lingering the kernel drops what was not sent. */
    void reset() {
        close(client, true);
        close(server, true);
    }

    void close() {
        close(client, false);
        close(server, false);
    }

    private static void close(SelectionKey key, boolean abruptly) {
        key.cancel();
        try (var channel = (SocketChannel) key.channel()) {
            if (abruptly) {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
        } catch (IOException alreadyGone) {
            // the peer was faster; there is nothing left to end
        }
    }
}
