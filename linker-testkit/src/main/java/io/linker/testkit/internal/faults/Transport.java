package io.linker.testkit.internal.faults;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.SocketChannel;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import io.grpc.netty.shaded.io.netty.util.concurrent.EventExecutor;
import io.linker.testkit.faults.Fault;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The threads and connections of the node's server. They are its own, unlike those that gRPC shares within a process, so
 * that connections can be broken and the threads can hang.
 */
public final class Transport implements AutoCloseable {
    private static final int WORKERS = Math.max(2, Runtime.getRuntime().availableProcessors());
    private static final long LONGEST_HANG_MINUTES = 10;

    private final NioEventLoopGroup acceptor = new NioEventLoopGroup(1, threads("node-accept"));
    private final NioEventLoopGroup workers = new NioEventLoopGroup(WORKERS, threads("node-io"));
    private final Map<SocketAddress, Connection> connections = new ConcurrentHashMap<>();
    private final Queue<CountDownLatch> hanging = new ConcurrentLinkedQueue<>();

    private static DefaultThreadFactory threads(String name) {
        return new DefaultThreadFactory(name, true);
    }

    /** Makes a server use this transport. */
    public NettyServerBuilder serve(NettyServerBuilder server) {
        return server.bossEventLoopGroup(acceptor).workerEventLoopGroup(workers).channelFactory(Listener::new);
    }

    /** Remembers every accepted connection for as long as it is open. */
    private final class Listener extends NioServerSocketChannel {
        @Override
        protected int doReadMessages(List<Object> accepted) throws Exception {
            int count = super.doReadMessages(accepted);
            for (Object channel : accepted.subList(accepted.size() - Math.max(0, count), accepted.size())) {
                remember((SocketChannel) channel);
            }
            return count;
        }
    }

    private void remember(SocketChannel channel) {
        SocketAddress peer = channel.remoteAddress();
        if (peer != null) {
            connections.put(peer, new Connection(channel));
            var unused = channel.closeFuture().addListener(closed -> connections.remove(peer));
        }
    }

    /** The connection of a call; null if it has gone already. */
    @Nullable
    Connection connectionOf(Attributes call) {
        return connections.get(Objects.requireNonNull(call.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR)));
    }

    /** Breaks all connections with RST. */
    public void cutAll() {
        connections.values().forEach(Connection::cut);
    }

    /** Ends all connections in an orderly way, without waiting for anything. */
    public void closeAll() {
        connections.values().forEach(Connection::close);
    }

    /**
     * Stops all work on connections, as of a stopped process: the kernel accepts and acknowledges, nobody answers, not even a
     * keep-alive. Until the fault is closed, at most ten minutes.
     */
    public Fault hang() {
        var released = new CountDownLatch(1);
        var stopped = new CountDownLatch(WORKERS);
        for (EventExecutor worker : workers) {
            worker.execute(() -> {
                stopped.countDown();
                await(released, LONGEST_HANG_MINUTES);
            });
        }
        boolean alreadyHanging = hanging.stream().anyMatch(earlier -> earlier.getCount() > 0);
        hanging.add(released);
        if (!alreadyHanging) {
            await(stopped, 1);
        }
        return released::countDown;
    }

    private static void await(CountDownLatch latch, long minutes) {
        try {
            var unused = latch.await(minutes, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends all hanging. */
    public void wake() {
        hanging.forEach(CountDownLatch::countDown);
    }

    /** Ends the threads; the server must have ended before. */
    @Override
    public void close() {
        wake();
        acceptor.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
        workers.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }
}
