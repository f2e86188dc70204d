package io.linker.testkit;

import io.linker.testkit.internal.proxy.Conditions;
import io.linker.testkit.internal.proxy.Line;
import io.linker.testkit.internal.proxy.ProxyLoop;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * A TCP proxy on a port of its own whose network can be made bad, and good again, while connections run through it.
 *
 * <pre>{@code
 * try (var proxy = FaultProxy.to("127.0.0.1", node.port())) {
 *     var client = connect("esdb://127.0.0.1:" + proxy.port() + "?tls=false");
 *     proxy.delay(Duration.ofMillis(40));  // 80 ms there and back
 *     proxy.resetAll();                    // connections break, new ones are accepted
 *     proxy.heal();
 * }
 * }</pre>
 *
 * <p>Every change is in force for all connections when its method returns. Delays are exact to about one millisecond.
 * At most 32 MiB are under way in each direction of a connection; beyond that the sender is not read, as on a real
 * network. All methods may be called from any thread; after {@link #close} they throw {@link IllegalStateException}.
 */
public final class FaultProxy implements AutoCloseable {
    /** A direction of the traffic. */
    public enum Direction {
        /** What clients send. */
        TO_SERVER,
        /** What the target sends. */
        TO_CLIENT
    }

    private final ProxyLoop loop;
    private final int port;

    private FaultProxy(InetSocketAddress target) {
        loop = new ProxyLoop(target);
        port = loop.port();
    }

    /**
     * Starts a proxy on {@code 127.0.0.1} and a free port in front of a target. The target need not be there yet: it is
     * connected to once for every accepted connection, and a client of a target that refuses is reset.
     */
    public static FaultProxy to(String host, int port) {
        return new FaultProxy(new InetSocketAddress(host, port));
    }

    /** The port this proxy listens on. */
    public int port() {
        return port;
    }

    /** Lets every byte arrive so much later, in both directions: a round trip takes twice as long. Zero at first. */
    public FaultProxy delay(Duration oneWay) {
        return delay(Direction.TO_SERVER, oneWay).delay(Direction.TO_CLIENT, oneWay);
    }

    /** Lets every byte of one direction arrive so much later. Bytes that are under way keep their time of arrival. */
    public FaultProxy delay(Direction direction, Duration oneWay) {
        if (oneWay.isNegative()) {
            throw new IllegalArgumentException("a delay cannot be negative: " + oneWay);
        }
        return change(direction, line -> line.withDelay(oneWay.toNanos()));
    }

    /** Limits each direction of each connection to so many bytes per second, at least 1. Without limit at first. */
    public FaultProxy bandwidth(long bytesPerSecond) {
        if (bytesPerSecond < 1) {
            throw new IllegalArgumentException("a bandwidth is at least 1 byte per second: " + bytesPerSecond);
        }
        UnaryOperator<Line> change = line -> line.withBandwidth(bytesPerSecond);
        return change(Direction.TO_SERVER, change).change(Direction.TO_CLIENT, change);
    }

    /** Keeps all connections and accepts new ones, but moves nothing until {@link #resume} or {@link #heal}. */
    public FaultProxy stall() {
        loop.change(conditions -> conditions.stalled(true));
        return this;
    }

    /** Ends {@link #stall}: what waited is delivered. */
    public FaultProxy resume() {
        loop.change(conditions -> conditions.stalled(false));
        return this;
    }

    /**
     * Half-open: what goes in this direction is taken and never delivered, the other direction works. The bytes are lost
     * for good, so a connection that used this direction meanwhile stays half-open when the network is good again.
     */
    public FaultProxy swallow(Direction direction) {
        return change(direction, Line::thatSwallows);
    }

    /** Refuses new connections until {@link #accept} or {@link #heal}; those that are open go on. */
    public FaultProxy refuse() {
        loop.refuse();
        return this;
    }

    /** Ends {@link #refuse}, on the same port. */
    public FaultProxy accept() {
        loop.accept();
        return this;
    }

    /** Breaks all connections on both sides with RST. New ones are accepted as before. */
    public FaultProxy resetAll() {
        loop.resetAll();
        return this;
    }

    /** Leads connections that come from now on to another target; those that are open stay where they are. */
    public FaultProxy retarget(String host, int targetPort) {
        loop.retarget(new InetSocketAddress(host, targetPort));
        return this;
    }

    /** A good network again: no delay, no limit, nothing stalled, swallowed or refused. Connections are kept. */
    public FaultProxy heal() {
        loop.change(conditions -> Conditions.CLEAR);
        return accept();
    }

    /** How many connections were accepted so far. */
    public long connections() {
        return loop.traffic().connections().get();
    }

    /** How many connections are open now. */
    public long openConnections() {
        return loop.traffic().open().get();
    }

    /** How many bytes were delivered in this direction so far, over all connections. */
    public long bytes(Direction direction) {
        return switch (direction) {
            case TO_SERVER -> loop.traffic().toServer().get();
            case TO_CLIENT -> loop.traffic().toClient().get();
        };
    }

    /** Resets all connections and gives the port back. May be called twice. */
    @Override
    public void close() {
        loop.close();
    }

    private FaultProxy change(Direction direction, UnaryOperator<Line> change) {
        loop.change(conditions -> switch (direction) {
            case TO_SERVER -> conditions.toServer(change);
            case TO_CLIENT -> conditions.toClient(change);
        });
        return this;
    }
}
