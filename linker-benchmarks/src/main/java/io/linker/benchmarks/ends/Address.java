package io.linker.benchmarks.ends;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;

/** Where a database listens, without TLS and access control. */
public record Address(String host, int port) {
    private static final int WINDOW = 8 << 20;
    private static final int LARGEST_MESSAGE = 17 << 20;

    /** Of an embedded node, or a proxy before one. */
    public static Address local(int port) {
        return new Address("127.0.0.1", port);
    }

    /**
     * Reads {@code host:port}.
     *
     * @throws IllegalArgumentException if it is not of that form
     */
    public static Address parse(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("not host:port: " + text);
        }
        return new Address(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }

    /** What links and the official client connect with. */
    public String connectionString() {
        return "esdb://" + this + "?tls=false";
    }

    /** A connection of its own; its callbacks run on the transport's threads and must not block. */
    public ManagedChannel channel() {
        return NettyChannelBuilder.forAddress(host, port)
                .usePlaintext()
                .directExecutor()
                .flowControlWindow(WINDOW)
                .maxInboundMessageSize(LARGEST_MESSAGE)
                .disableRetry()
                .build();
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
